package io.shearwater.sqlite;

import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.SpiError;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the database to the tables that this version knows. */
final class SchemaMigration {
    /** The number of the newest migration; each sets the database's user_version to its own. */
    static final int FORMAT = 2;

    private SchemaMigration() {}

    /** Applies what is missing. Flyway is only started if something is: it takes longer than all the rest of opening. */
    static void upgrade(Path file, DataSource source) {
        int format = format(file, source);
        if (format == FORMAT) {
            return;
        }
        try {
            Flyway.configure(SchemaMigration.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:io/shearwater/sqlite/migration")
                    .loggers("slf4j")
                    .load()
                    .migrate();
        } catch (FlywayException failure) {
            throw SpiError.IO.because(
                    "The registry " + file + " could not be brought from format " + format + " to " + FORMAT + ": "
                            + failure.getMessage(),
                    failure);
        }
    }

    static void requireCurrent(Path file, DataSource source) {
        int format = format(file, source);
        if (format < FORMAT) {
            throw SpiError.READ_ONLY.because(
                    "The registry " + file + " has format " + format + " and must be brought to " + FORMAT
                            + ", which reading only cannot do. Open the store for writing once.");
        }
    }

    private static int format(Path file, DataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("pragma user_version")) {
            int format = result.next() ? result.getInt(1) : 0;
            if (format > FORMAT) {
                throw newer(file, format);
            }
            return format;
        } catch (SQLException failure) {
            throw SqlFailure.of(failure, "open " + file);
        }
    }

    private static ShearwaterException newer(Path file, int format) {
        return SpiError.NEWER_FORMAT.because("The registry " + file + " has format " + format
                + "; this version of Shearwater knows " + FORMAT + " at most. Use a newer version.");
    }
}
