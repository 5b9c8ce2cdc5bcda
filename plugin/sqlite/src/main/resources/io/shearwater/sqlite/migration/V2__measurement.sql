-- What programs report while they run: point after point of a series. Null is NaN, which not every database can hold.
create table measurement (
    project varchar(64) not null,
    series varchar(255) not null,
    name varchar(255) not null,
    step bigint not null,
    at bigint not null,
    number bigint not null,
    reported double precision,
    primary key (project, series, name, step, at, number)
);

pragma user_version = 2;
