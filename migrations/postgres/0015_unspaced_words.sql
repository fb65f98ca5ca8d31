-- Where a script leaves no spaces between words, each of its signs begins a word of two from here on. A sign is a letter with the
-- marks on it.

-- Everybody's, for once: the owner of the tables sees all rows until the wall stands again.
alter table task_words no force row level security;

with signs as (
    select
        user_id,
        id,
        place,
        found[1] as sign,
        found[1] ~ '^[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]'
            as is_unspaced
    from task_words, regexp_matches(
        words,
        '.[\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d\u108f\u109a-\u109d\u17b4-\u17d3\u17dd\u3099\u309a]*',
        'g'
    ) with ordinality as signs (found, place)
    where words ~ '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]'
), pairs as (
    select user_id, id, place, sign, is_unspaced, lead(sign) over task as next, lead(is_unspaced) over task as next_is_unspaced
    from signs
    window task as (partition by user_id, id order by place)
), split as (
    select
        user_id,
        id,
        string_agg(
            sign || case
                when is_unspaced and next_is_unspaced then next || ' '
                when is_unspaced <> next_is_unspaced and sign <> ' ' and next <> ' ' then ' '
                else ''
            end,
            '' order by place
        ) as words
    from pairs
    group by user_id, id
)
update task_words
set words = split.words
from split
where task_words.user_id = split.user_id and task_words.id = split.id;

alter table task_words force row level security;
