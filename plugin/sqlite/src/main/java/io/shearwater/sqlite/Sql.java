package io.shearwater.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs statements on one connection. Portable: plain JDBC, positional parameters. Not thread-safe. */
final class Sql {
    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    /** Reads one row of a result. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    <T> List<T> list(String query, Row<T> row, @Nullable Object... parameters) {
        try (PreparedStatement statement = prepared(query, parameters);
                ResultSet result = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(row.read(result));
            }
            return rows;
        } catch (SQLException failure) {
            throw SqlFailure.of(failure, query);
        }
    }

    <T> Optional<T> first(String query, Row<T> row, @Nullable Object... parameters) {
        return list(query, row, parameters).stream().findFirst();
    }

    /** Returns the number of rows changed. */
    int update(String change, @Nullable Object... parameters) {
        try (PreparedStatement statement = prepared(change, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException failure) {
            throw SqlFailure.of(failure, change);
        }
    }

    private PreparedStatement prepared(String text, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        try {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement;
        } catch (SQLException failure) {
            statement.close();
            throw failure;
        }
    }
}
