-- Up Migration

alter table scoring_state rename column gate to operating_point;
alter table scoring_state rename column gate_threshold to decision_threshold;
comment on column scoring_state.operating_point is 'Name of the operating point that candidates pass; null while the model reaches none.';
comment on column scoring_state.decision_threshold is 'Probability that candidates reach: at least that of the point, chosen when the model came into use.';

-- Down Migration

alter table scoring_state rename column operating_point to gate;
alter table scoring_state rename column decision_threshold to gate_threshold;
comment on column scoring_state.gate is 'Name of the operating point that candidates pass; null while none is earned.';
comment on column scoring_state.gate_threshold is 'Probability that candidates reach: at least that of the point, set when the model came into use.';
