-- statement.sql: owners appeal, operators rule

CREATE OR REPLACE FUNCTION api.appeal(session uuid, phone_number text, reason text, region text, code text DEFAULT NULL)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    proof CONSTANT text := private.code_given(code);
    actor CONSTANT bigint := private.actor_or_guest(session, proof);
    target CONSTANT numsight.phone := private.phone_of(actor, phone_number, region);
    said CONSTANT text := private.comment_of(reason, 'reason');
    fault api.reply;
BEGIN
    PERFORM private.names_open(target);
    fault := private.code_fault(target, proof, 'appeal', false);
    IF fault.status IS NOT NULL THEN
        RETURN fault;
    -- a virtual number is anybody's who asks for it first: that proves nothing
    ELSIF proof IS NULL AND NOT EXISTS (SELECT FROM data.account a WHERE a.id = actor AND a.phone OPERATOR(numsight.=) target) THEN
        RETURN private.problem(404, 'you have no such number. Log in as its owner, or prove it with a code of POST /v1/codes.', 'phone_number');
    END IF;
    -- of two devices of one person the later one sees what the earlier one did
    PERFORM pg_advisory_xact_lock(hashtextextended('appeal', numsight.phone_to_bigint(target)));
    IF EXISTS (SELECT FROM data.statement s
                WHERE s.phone OPERATOR(numsight.=) target AND s.kind = 'appeal' AND s.value = 'made'
                  AND s.at > now() - interval '90 days') THEN
        RETURN private.problem(409, 'an appeal was made in the last 90 days. It is good for 30 days, and not for ever.', 'phone_number');
    END IF;
    PERFORM private.say(actor, target, 'appeal', 'made', said);
    RETURN private.reply(201, private.number_card(actor, target));
END;
$$;
COMMENT ON FUNCTION api.appeal(uuid, text, text, text, text) IS
    'POST /v1/appeals: the owner of a number objects to its likelihood, which is lowered by three logits for 30 days and says why; once in 90 days. The owner is who is registered with it, or who proves it by a code of POST /v1/codes: then no token is needed
201 card: the appeal counts, among the reasons
403: the code is not the right one
404: the caller is not registered with the number
409: an appeal was made in the last 90 days';

CREATE OR REPLACE FUNCTION api.number_rule(session uuid, number text, region text, verified boolean, override text,
                                reassigned_at text, reason text)
RETURNS api.reply
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    actor CONSTANT bigint := private.actor(session);
    target CONSTANT numsight.phone := private.phone_of(actor, number, region, 'number');
    moved CONSTANT timestamptz := private.time_of(reassigned_at, 'reassigned_at');
    said CONSTANT text := private.comment_of(reason, 'reason');
BEGIN
    -- a token is good for some minutes after the role is gone
    IF NOT private.is_admin(actor) THEN
        RETURN private.problem(403, 'only an operator can rule on numbers');
    ELSIF num_nonnulls(verified, override, moved) <> 1 THEN
        PERFORM private.refuse('verified', 'must come alone', 'Give one of verified, override and reassigned_at.');
    ELSIF override NOT IN ('spam', 'clean', 'none') THEN
        PERFORM private.refuse('override', 'is not known', 'Use spam, clean or none.');
    ELSIF moved > now() THEN
        PERFORM private.refuse('reassigned_at', 'lies in the future', 'Tell it when it has happened.');
    END IF;
    IF moved IS NOT NULL THEN
        PERFORM private.number_reassigned(actor, target, moved, said);
    ELSIF override IS NOT NULL THEN
        PERFORM private.say(actor, target, 'override', override, said);
    ELSE
        PERFORM private.say(actor, target, 'verified', CASE WHEN verified THEN 'yes' ELSE 'no' END, said);
    END IF;
    PERFORM private.number_review(actor, target);
    RETURN private.reply(201, private.number_card(actor, target));
END;
$$;
COMMENT ON FUNCTION api.number_rule(uuid, text, text, boolean, text, text, text) IS
    'POST /v1/numbers/{number}/rulings: an operator overrides a likelihood, verifies a business, or tells that a number came to somebody else
201 card: it counts, is logged, and is the reason given';
