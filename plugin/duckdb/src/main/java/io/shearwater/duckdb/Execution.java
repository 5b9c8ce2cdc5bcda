package io.shearwater.duckdb;

import java.util.Optional;

/** A session and, where the plan needed one of its own, the database that ends with it. */
record Execution(Session session, Optional<Own> own) implements AutoCloseable {
    /** A database of one execution. */
    record Own(Database database, MemoryShares.Share memory) {}

    @Override
    public void close() {
        session.close();
        own.ifPresent(only -> {
            only.database().close();
            only.memory().close();
        });
    }
}
