package io.shearwater.model;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The files that training data is written to: one for each part, named after it as in {@code train.parquet}, or several, as in
 * {@code train-00000.parquet}. Files of a part that were there before are replaced.
 *
 * @param directory made if it is not there
 * @param rowsPerFile the most rows of a file, so that loaders can read several at once; everything in one when empty
 */
public record TrainingFiles(Path directory, Format format, OptionalLong rowsPerFile) {
    /** What training data can be written as; what can be read is a {@link FileSource.Format}. */
    public enum Format {
        PARQUET(".parquet"),
        CSV(".csv"),
        /** One JSON object a line. */
        JSON_LINES(".jsonl"),
        /** TensorFlow's records, one {@code tf.train.Example} a row. */
        TFRECORD(".tfrecord"),
        /** NumPy's arrays, one file for the features and one for the labels; numbers and booleans only. */
        NPY(".npy");

        private final String ending;

        Format(String ending) {
            this.ending = ending;
        }

        /** The ending of a file's name. */
        public String ending() {
            return ending;
        }
    }

    public TrainingFiles {
        if (rowsPerFile.isPresent() && rowsPerFile.getAsLong() < 1) {
            throw ModelError.BAD_RANGE.because(
                    "A file has 1 row or more; " + rowsPerFile.getAsLong() + " rows a file were asked for.");
        }
    }

    /** One file for each part. */
    public static TrainingFiles of(Path directory, Format format) {
        return new TrainingFiles(directory, format, OptionalLong.empty());
    }

    /** The same with files of no more than so many rows. */
    public TrainingFiles withRowsPerFile(long rows) {
        return new TrainingFiles(directory, format, OptionalLong.of(rows));
    }
}
