package io.shearwater.sqlite;

import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/**
 * The database file and its connections: one that writes durably, one that writes leases, and a few that read. In WAL mode
 * readers see the state at their first statement and neither wait for the writer nor hold it up. Thread-safe.
 */
final class SqliteDatabase implements AutoCloseable {
    /** More readers than this wait for one another: a reader takes well under a millisecond. */
    private static final int READERS = 16;

    private static final int BUSY_MILLIS = 5_000;
    private static final String FROZEN = "?immutable=1";

    private final Path file;
    private final ReentrantLock writing = new ReentrantLock();
    private final Semaphore readers = new Semaphore(READERS);
    private final ConcurrentLinkedDeque<Connection> idleReaders = new ConcurrentLinkedDeque<>();
    private @Nullable Connection writer;
    private @Nullable Connection leases;

    /** How far a committed transaction is safe. */
    enum Durability {
        /** On disk when the commit returns. */
        FULL,
        /** Survives the process, not the machine. Part of what the next full commit makes safe. */
        PROCESS
    }

    private SqliteDatabase(Path file) {
        this.file = file;
    }

    static SqliteDatabase open(Path directory) {
        Path file = directory.resolve("registry.db");
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            throw SpiError.IO.because("The directory of the registry cannot be made: " + directory, failure);
        }
        SqliteDatabase database = new SqliteDatabase(file);
        SchemaMigration.upgrade(file, database.dataSource(Durability.FULL));
        database.writer = connect(database.dataSource(Durability.FULL));
        database.leases = connect(database.dataSource(Durability.PROCESS));
        return database;
    }

    static SqliteDatabase openReadOnly(Path directory) {
        Path file = directory.resolve("registry.db");
        if (!Files.exists(file)) {
            throw SpiError.NOT_FOUND.because("There is no registry at " + file + ". Open the store for writing once.");
        }
        SqliteDatabase database = new SqliteDatabase(file);
        SchemaMigration.requireCurrent(file, database.readOnly());
        return database;
    }

    /** Runs {@code work} in a transaction that ends without changes. */
    <T> T read(Function<Sql, T> work) {
        readers.acquireUninterruptibly();
        try {
            Connection idle = idleReaders.poll();
            Connection connection = idle == null ? connect(readOnly()) : idle;
            execute(connection, "begin");
            try {
                return work.apply(new Sql(connection));
            } finally {
                execute(connection, "rollback");
                idleReaders.push(connection);
            }
        } finally {
            readers.release();
        }
    }

    /** Runs {@code work} in a transaction that holds the database's write lock from its beginning. */
    <T> T write(Durability durability, Function<Sql, T> work) {
        writing.lock();
        try {
            Connection connection = durability == Durability.FULL ? writer : leases;
            if (connection == null) {
                throw SpiError.READ_ONLY.because("The registry " + file + " was opened for reading only.");
            }
            execute(connection, "begin immediate");
            try {
                T result = work.apply(new Sql(connection));
                execute(connection, "commit");
                return result;
            } catch (RuntimeException | Error failure) {
                undo(connection, failure);
                throw failure;
            }
        } finally {
            writing.unlock();
        }
    }

    boolean isWritable() {
        return writer != null;
    }

    /** Whether the calling thread is inside {@link #write}. */
    boolean isWriting() {
        return writing.isHeldByCurrentThread();
    }

    @Override
    public void close() {
        writing.lock();
        try {
            idleReaders.forEach(SqliteDatabase::close);
            idleReaders.clear();
            close(leases);
            close(writer);
        } finally {
            writing.unlock();
        }
    }

    /** SQLite has rolled back by itself after some failures; then there is nothing left to undo. */
    private static void undo(Connection connection, Throwable failure) {
        try {
            execute(connection, "rollback");
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private static void execute(Connection connection, String text) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException failure) {
            throw SqlFailure.of(failure, text);
        }
    }

    private SQLiteDataSource dataSource(Durability durability) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(
                durability == Durability.FULL
                        ? SQLiteConfig.SynchronousMode.FULL
                        : SQLiteConfig.SynchronousMode.NORMAL);
        return dataSource(config, "");
    }

    private SQLiteDataSource readOnly() {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setOpenMode(SQLiteOpenMode.READONLY);
        return dataSource(config, isFrozen() ? FROZEN : "");
    }

    private SQLiteDataSource dataSource(SQLiteConfig config, String parameters) {
        config.setBusyTimeout(BUSY_MILLIS);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath() + parameters);
        return source;
    }

    /** Whether the file cannot change: then SQLite must be told, because it cannot make the files it shares with writers. */
    private boolean isFrozen() {
        return Files.exists(file)
                && !Files.isWritable(file.resolveSibling(""))
                && !Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
    }

    private static Connection connect(SQLiteDataSource source) {
        try {
            return source.getConnection();
        } catch (SQLException failure) {
            throw SqlFailure.of(failure, "open " + source.getUrl());
        }
    }

    private static void close(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException failure) {
                throw SqlFailure.of(failure, "close");
            }
        }
    }
}
