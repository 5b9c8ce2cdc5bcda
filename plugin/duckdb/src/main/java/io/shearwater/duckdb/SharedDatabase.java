package io.shearwater.duckdb;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The database that the executions of an engine share, started by the first of them. Thread-safe. */
final class SharedDatabase implements AutoCloseable {
    private final DuckDbOptions options;
    private final ReentrantLock starting = new ReentrantLock();
    private volatile @Nullable Database started;
    private boolean closed;

    SharedDatabase(DuckDbOptions options) {
        this.options = options;
    }

    /**
     * The database.
     *
     * @throws io.shearwater.model.ShearwaterException LIBRARY_UNUSABLE or IO, each time until it can be started; CLOSED
     */
    Database get() {
        Database there = started;
        return there != null ? there : start();
    }

    private Database start() {
        starting.lock();
        try {
            if (closed) {
                throw DuckDbEngine.ended();
            }
            Database there = started;
            if (there == null) {
                there = Database.open(options, Outside.NOTHING);
                started = there;
            }
            return there;
        } finally {
            starting.unlock();
        }
    }

    @Override
    public void close() {
        starting.lock();
        try {
            closed = true;
            Database there = started;
            if (there != null) {
                there.close();
            }
        } finally {
            starting.unlock();
        }
    }
}
