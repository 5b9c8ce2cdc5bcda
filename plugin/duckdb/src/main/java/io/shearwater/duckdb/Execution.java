package io.shearwater.duckdb;

import org.jspecify.annotations.Nullable;

/** A session and, where the plan needed one of its own, the database that ends with it. */
record Execution(Session session, @Nullable Database own) implements AutoCloseable {
    @Override
    public void close() {
        session.close();
        if (own != null) {
            own.close();
        }
    }
}
