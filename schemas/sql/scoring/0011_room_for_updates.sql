-- Up Migration

-- A rescoring updates every row of a page in one transaction, in the order in which they were written: where pages have
-- room for a second version of each, no index is touched.
alter table scored_pairs set (fillfactor = 50);

-- Down Migration

alter table scored_pairs set (fillfactor = 80);
