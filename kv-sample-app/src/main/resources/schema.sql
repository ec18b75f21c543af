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

-- The plan of each account that has another one than free.
create table if not exists account (
  name varchar(20) primary key,
  plan varchar(20) not null
);

-- What plans allow; the plan team is in application.yml.
create table if not exists plan (
  name varchar(20) not null,
  limit_name varchar(64) not null,
  calls_per_minute bigint not null,
  primary key (name, limit_name)
) as
select 'pro', 'search', 60;
