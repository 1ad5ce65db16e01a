-- 0019: a telephone that rings hears of the block of numbers, too: made anew, for its result is another

DROP FUNCTION IF EXISTS private.ring(bigint, numsight.phone);
