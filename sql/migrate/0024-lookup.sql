-- 0024: look-ups are counted wherever numbers are told, not only where budgets charge them

COMMENT ON TABLE data.tally IS
    'what happened in hours that are over, for all together; look-ups are the numbers that answers told, counted by the workers as they go, since nobody keeps them';
