-- In the profile redis two shops share the database, so what is there already stays as it is.
create table if not exists product (
  id bigint primary key,
  name varchar(100) not null,
  price decimal(11, 2) not null
) as
select
  x,
  array['Oak', 'Walnut', 'Linen', 'Wool', 'Copper', 'Brass', 'Slate', 'Cork', 'Glass', 'Clay'][1 + (x - 1) / 10]
    || ' '
    || array['Desk', 'Lamp', 'Chair', 'Shelf', 'Kettle', 'Clock', 'Tray', 'Vase', 'Bowl', 'Stool'][1 + mod(x - 1, 10)],
  cast(990 + mod(1730 * x, 9400) as decimal(11, 2)) / 100
from system_range(1, 100);

create table if not exists payment (
  id varchar(50) primary key,
  account varchar not null,
  amount decimal(11, 2) not null,
  created_at timestamp(3) with time zone not null
);
