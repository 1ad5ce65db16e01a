-- 0011: what charts are drawn from

\ir ../data/tally.sql

-- rows come in the order of time: a page of such an index stands for thousands of them
CREATE INDEX account_created ON data.account USING brin (created) WITH (autosummarize = on);
CREATE INDEX contact_created ON data.contact USING brin (created) WITH (autosummarize = on);
CREATE INDEX call_received ON data.call USING brin (received) WITH (autosummarize = on);
