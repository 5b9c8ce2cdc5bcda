package io.shearwater.iceberg;

import io.shearwater.spi.SpiError;
import io.shearwater.spi.WrittenFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Schema;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.types.Type;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * What the footer of a Parquet file says. Read without Parquet's file reader, which cannot be loaded without Hadoop.
 *
 * @param bytes of the file
 */
record Footer(ParquetMetadata parquet, long bytes) {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    /** The footer's length and the magic bytes. */
    private static final int TAIL_BYTES = 8;

    /** Reads the footer of a file that an engine says it wrote, and holds the engine to its word. */
    static Footer read(WrittenFile written, InputFile file) {
        Footer footer = read(file);
        long rows = footer.rows();
        if (footer.bytes() != written.bytes() || rows != written.rows()) {
            throw SpiError.BAD_FILE.because("The data file " + written.path() + " has " + footer.bytes() + " bytes and "
                    + rows + " rows; its writer said " + written.bytes() + " and " + written.rows() + ".");
        }
        if (!ParquetSchemaUtil.hasIds(footer.parquet().getFileMetaData().getSchema())) {
            throw SpiError.BAD_FILE.because("The columns of the data file " + written.path() + " have no field ids.");
        }
        return footer;
    }

    long rows() {
        return parquet.getBlocks().stream()
                .mapToLong(block -> block.getRowCount())
                .sum();
    }

    List<Long> splitOffsets() {
        return ParquetUtil.getSplitOffsets(parquet);
    }

    /** Counts and bounds by field id. A column of floats with bounds holds no NaN; that is said too. */
    Metrics metrics(MetricsConfig config, Schema schema) {
        Metrics metrics = ParquetUtil.footerMetrics(parquet, Stream.empty(), config);
        Map<Integer, Long> nans = new HashMap<>();
        for (Integer id : orEmpty(metrics.lowerBounds()).keySet()) {
            Type type = schema.findType(id);
            if (type != null && (type.typeId() == Type.TypeID.FLOAT || type.typeId() == Type.TypeID.DOUBLE)) {
                nans.put(id, 0L);
            }
        }
        return new Metrics(
                metrics.recordCount(),
                metrics.columnSizes(),
                metrics.valueCounts(),
                metrics.nullValueCounts(),
                nans,
                metrics.lowerBounds(),
                metrics.upperBounds());
    }

    static Map<Integer, ByteBuffer> orEmpty(Map<Integer, ByteBuffer> bounds) {
        return bounds == null ? Map.of() : bounds;
    }

    private static Footer read(InputFile file) {
        long bytes = file.getLength();
        try (SeekableInputStream in = file.newStream()) {
            if (bytes < TAIL_BYTES + MAGIC.length) {
                throw damaged(file);
            }
            in.seek(bytes - TAIL_BYTES);
            byte[] tail = in.readNBytes(TAIL_BYTES);
            int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
            boolean magic = Arrays.equals(tail, TAIL_BYTES - MAGIC.length, TAIL_BYTES, MAGIC, 0, MAGIC.length);
            if (!magic || length < 0 || length > bytes - TAIL_BYTES - MAGIC.length) {
                throw damaged(file);
            }
            in.seek(bytes - TAIL_BYTES - length);
            byte[] footer = in.readNBytes(length);
            return new Footer(
                    new ParquetMetadataConverter()
                            .fromParquetMetadata(Util.readFileMetaData(new ByteArrayInputStream(footer))),
                    bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException("The footer of " + file.location() + " cannot be read", failure);
        }
    }

    private static RuntimeException damaged(InputFile file) {
        return SpiError.BAD_FILE.because(
                "The file " + file.location() + " is no whole Parquet file: its footer is " + "damaged or missing.");
    }
}
