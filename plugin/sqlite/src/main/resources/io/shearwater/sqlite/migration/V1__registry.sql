-- Portable SQL but for the last line. Instants are microseconds since 1970-01-01T00:00:00Z.

create table definition (
    project varchar(64) not null,
    kind varchar(32) not null,
    name varchar(64) not null,
    version integer not null,
    revision bigint not null,
    json text not null,
    primary key (project, kind, name, version)
);

-- Row n of a definition's list of what must not be deleted while it exists.
create table dependency (
    project varchar(64) not null,
    kind varchar(32) not null,
    name varchar(64) not null,
    version integer not null,
    place integer not null,
    on_project varchar(64) not null,
    on_kind varchar(32) not null,
    on_name varchar(64) not null,
    on_version integer not null,
    primary key (project, kind, name, version, place)
);

create index dependency_on on dependency (on_project, on_kind, on_name, on_version);

create table tag (
    project varchar(64) not null,
    kind varchar(32) not null,
    name varchar(64) not null,
    version integer not null,
    tag varchar(255) not null,
    tag_value text not null,
    primary key (project, kind, name, version, tag)
);

create table commit_record (
    id bigint not null primary key,
    project varchar(64) not null,
    group_name varchar(64) not null,
    group_version integer not null,
    operation varchar(16) not null,
    committed_at bigint not null,
    sequence bigint not null,
    inserted bigint not null,
    updated bigint not null,
    deleted bigint not null,
    duplicates bigint not null,
    duration_micros bigint not null,
    snapshot bigint not null,
    idempotency_key varchar(255)
);

create index commit_of_group on commit_record (project, group_name, group_version, id);

create unique index commit_key on commit_record (project, group_name, group_version, idempotency_key);

create table commit_intent (
    commit_id bigint not null primary key,
    project varchar(64) not null,
    group_name varchar(64) not null,
    group_version integer not null,
    sequence bigint not null,
    operation varchar(16) not null,
    begun_at bigint not null,
    epoch bigint not null
);

create index intent_of_group on commit_intent (project, group_name, group_version);

create table outbox (
    commit_id bigint not null primary key,
    project varchar(64) not null,
    group_name varchar(64) not null,
    group_version integer not null,
    payload text not null
);

create index outbox_of_group on outbox (project, group_name, group_version);

create table counter (
    project varchar(64) not null,
    name varchar(255) not null,
    last_value bigint not null,
    primary key (project, name)
);

-- A lease nobody holds has no holder; its epoch stays.
create table lease (
    name varchar(255) not null primary key,
    holder varchar(255),
    epoch bigint not null
);

create table audit (
    number bigint not null primary key,
    at bigint not null,
    actor varchar(255) not null,
    project varchar(64) not null,
    action varchar(255) not null,
    subject text not null
);

create index audit_of_project on audit (project, number);

-- Apache Iceberg's JdbcCatalog, layout V1: any engine with that catalog finds the tables here.
create table iceberg_tables (
    catalog_name varchar(255) not null,
    table_namespace varchar(255) not null,
    table_name varchar(255) not null,
    metadata_location varchar(1000),
    previous_metadata_location varchar(1000),
    iceberg_type varchar(5),
    primary key (catalog_name, table_namespace, table_name)
);

create table iceberg_namespace_properties (
    catalog_name varchar(255) not null,
    namespace varchar(255) not null,
    property_key varchar(255),
    property_value varchar(1000),
    primary key (catalog_name, namespace, property_key)
);

-- The format of the registry; SQLite keeps it in the file's header.
pragma user_version = 1;
