package io.shearwater.sqlite;

import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.SpiError;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What a failure of the database means to the user of a store. */
final class SqlFailure {
    private SqlFailure() {}

    static ShearwaterException of(SQLException failure, String doing) {
        SQLiteErrorCode code =
                failure instanceof SQLiteException known ? known.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
        String at = " (while running: " + doing + ")";
        return switch (code) {
            case SQLITE_BUSY, SQLITE_BUSY_SNAPSHOT, SQLITE_BUSY_RECOVERY, SQLITE_LOCKED ->
                SpiError.LEASE_BUSY.because(
                        "Another program is writing to the registry and did not finish in time" + at
                                + ". Close it, or try again.",
                        failure);
            case SQLITE_FULL ->
                SpiError.IO.because("The disk of the registry is full" + at + ". Free some space and repeat.", failure);
            case SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_SHMSIZE ->
                SpiError.IO.because(
                        "The registry could not be written" + at
                                + ": its disk is full, a file reached the greatest size"
                                + " allowed, or the disk failed. Nothing was changed. Free some space and repeat. ("
                                + failure.getMessage() + ")",
                        failure);
            case SQLITE_READONLY, SQLITE_READONLY_DIRECTORY, SQLITE_READONLY_DBMOVED, SQLITE_PERM, SQLITE_AUTH ->
                SpiError.IO.because("The registry cannot be written" + at + ": " + failure.getMessage(), failure);
            case SQLITE_CANTOPEN ->
                SpiError.IO.because(
                        "The registry's database file cannot be opened" + at + ". Check that its directory can be "
                                + "written; to read only, open the store for reading.",
                        failure);
            case SQLITE_CORRUPT, SQLITE_CORRUPT_VTAB, SQLITE_NOTADB ->
                SpiError.IO.because(
                        "The registry's database file is damaged" + at + ": " + failure.getMessage()
                                + ". Restore it from a backup.",
                        failure);
            default -> SpiError.IO.because("The registry failed" + at + ": " + failure.getMessage(), failure);
        };
    }
}
