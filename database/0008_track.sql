-- Reserved: migrations are numbered without gaps, and this one's tables come in with their module.
SELECT 1;
