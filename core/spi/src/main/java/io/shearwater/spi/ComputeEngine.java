package io.shearwater.spi;

import io.shearwater.model.FileSource;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.plan.Plan;
import io.shearwater.plan.SqlQuery;
import java.nio.file.Path;
import java.util.List;

/**
 * Carries out plans over files and frames. It knows nothing of catalogs and commits (an {@link OfflineStore} does).
 * Thread-safe.
 */
public interface ComputeEngine extends AutoCloseable {
    /** Starts a plan. Rows are computed as they are read; closing the reader cancels the rest. */
    FrameReader read(Plan plan, Sources sources, QueryContext context);

    /**
     * Writes the result of a plan into new data files of a table, forced to disk with their directory. The plan's columns are
     * those of the target, by name; a column of the target that the plan lacks is null.
     */
    List<WrittenFile> write(Plan plan, Sources sources, FileTarget target, QueryContext context);

    /** Writes the result of a plan into one file for others, replacing it only once it is complete. Returns the rows. */
    long export(Plan plan, Sources sources, Path file, QueryContext context);

    /**
     * The columns of files, by name and type, as they would be read.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_FILE naming file, line and column where it can
     */
    Schema infer(FileSource source);

    /**
     * The tables that a user's SQL names. Only what is found to read tables and nothing else passes: one {@code SELECT}
     * without functions that touch files, settings or the engine itself.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST for anything else, and for engines without SQL
     */
    default SqlNames names(String sql) {
        throw noSql();
    }

    /**
     * What of a user's SQL, which {@link #names} has let pass, means something else in Spark SQL by the types of its tables'
     * columns, each with a reason. A statement that makes no sense has none; its run tells.
     */
    default List<String> notPortable(SqlQuery query) {
        throw noSql();
    }

    /**
     * Runs a user's SQL, which {@link #names} has let pass, over the tables it names. It can reach their data files and no
     * other file. The columns of the result have distinct names.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST for a statement that makes no sense
     */
    default FrameReader sql(SqlQuery query, Sources sources, QueryContext context) {
        throw noSql();
    }

    /** How a user's SQL would run, for people. */
    default String explain(SqlQuery query, Sources sources) {
        throw noSql();
    }

    private static ShearwaterException noSql() {
        return SpiError.BAD_REQUEST.because("The compute engine of this store knows no SQL; use a query.");
    }

    /** The plan as this engine would run it, for people. */
    String explain(Plan plan, Sources sources);

    @Override
    void close();
}
