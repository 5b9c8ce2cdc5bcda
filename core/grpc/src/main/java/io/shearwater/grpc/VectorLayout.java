package io.shearwater.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.shearwater.grpc.v1.Feature;
import io.shearwater.grpc.v1.GetVectorsRequest;
import io.shearwater.grpc.v1.GetVectorsResponse;
import io.shearwater.grpc.v1.Kind;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.Field;
import io.shearwater.model.Schema;
import io.shearwater.model.Times;
import io.shearwater.wire.ValueText;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the values of vectors with these columns lie in an answer (docs/format/grpc.md). Immutable. */
final class VectorLayout {
    /** Is added to the status of a value that is null. */
    private static final int NULL = 0x80;

    private final Schema columns;
    private final Kind[] kinds;
    private final io.shearwater.grpc.v1.Schema schema;
    private final int doublesOfVector;

    private VectorLayout(Schema columns, Kind[] kinds, io.shearwater.grpc.v1.Schema schema) {
        this.columns = columns;
        this.kinds = kinds;
        this.schema = schema;
        this.doublesOfVector = Collections.frequency(Arrays.asList(kinds), Kind.KIND_DOUBLE);
    }

    static VectorLayout of(Schema columns) {
        Kind[] kinds = new Kind[columns.size()];
        var schema = io.shearwater.grpc.v1.Schema.newBuilder().setId(id(columns));
        for (int i = 0; i < kinds.length; i++) {
            Field field = columns.field(i);
            kinds[i] = kind(field.type());
            schema.addFeatures(Feature.newBuilder()
                    .setName(field.name())
                    .setType(field.type().toString())
                    .setKind(kinds[i]));
        }
        return new VectorLayout(columns, kinds, schema.build());
    }

    private static Kind kind(DataType type) {
        return switch (type) {
            case DataType.DoubleType t -> Kind.KIND_DOUBLE;
            case DataType.FloatType t -> Kind.KIND_DOUBLE;
            case DataType.IntType t -> Kind.KIND_INTEGER;
            case DataType.LongType t -> Kind.KIND_INTEGER;
            case DataType.BooleanType t -> Kind.KIND_INTEGER;
            case DataType.TimestampType t -> Kind.KIND_INTEGER;
            case DataType.DateType t -> Kind.KIND_INTEGER;
            case DataType.BinaryType t -> Kind.KIND_BINARY;
            case DataType.EmbeddingType t -> Kind.KIND_BINARY;
            case DataType.StringType t -> Kind.KIND_TEXT;
            case DataType.DecimalType t -> Kind.KIND_TEXT;
            case DataType.ArrayType t -> Kind.KIND_TEXT;
            case DataType.StructType t -> Kind.KIND_TEXT;
            case DataType.MapType t -> Kind.KIND_TEXT;
        };
    }

    /** The first 8 bytes of SHA-256 over names and types, each followed by a zero byte; the lowest byte first. */
    private static long id(Schema columns) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Field field : columns.fields()) {
                digest.update(field.name().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(field.type().toString().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            long id = ByteBuffer.wrap(digest.digest())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getLong();
            // 0 is what a caller says who knows none.
            return id == 0 ? 1 : id;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    Schema columns() {
        return columns;
    }

    /** An answer with vectors of these columns: {@link GetVectorsResponse}. */
    EncodedMessage write(List<FeatureVector> vectors, GetVectorsRequest request) {
        GetVectorsResponse.Builder answer =
                GetVectorsResponse.newBuilder().setSchemaId(schema.getId()).setCount(vectors.size());
        if (request.getKnownSchema() != schema.getId()) {
            answer.setSchema(schema);
        }
        byte[] statuses = new byte[vectors.size() * kinds.length];
        PackedDoubles doubles =
                new PackedDoubles(GetVectorsResponse.DOUBLES_FIELD_NUMBER, vectors.size() * doublesOfVector);
        int at = 0;
        for (FeatureVector vector : vectors) {
            answer.addRequestIds(vector.requestId());
            for (int i = 0; i < kinds.length; i++) {
                Object value = vector.value(i);
                statuses[at++] = (byte) (status(vector.status(i)) | (value == null ? NULL : 0));
                if (kinds[i] == Kind.KIND_DOUBLE) {
                    doubles.add(value == null ? 0 : ((Number) value).doubleValue());
                } else {
                    add(answer, kinds[i], value);
                }
            }
            if (request.getWithEventTimes()) {
                for (int i = 0; i < kinds.length; i++) {
                    answer.addEventTimes(vector.eventTime(i).map(Times::micros).orElse(FeatureVector.NONE));
                }
            }
            if (request.getWithSequences()) {
                columns.names()
                        .forEach(name ->
                                answer.addSequences(vector.sequence(name).orElse(FeatureVector.NONE)));
            }
        }
        return doubles.with(
                answer.setStatuses(UnsafeByteOperations.unsafeWrap(statuses)).build());
    }

    /** The number of a status, as the protocol has it. */
    static int status(FeatureStatus status) {
        return switch (status) {
            case PRESENT -> 0;
            case NULL -> 1;
            case NOT_FOUND -> 2;
            case EXPIRED -> 3;
            case STALE -> 4;
            case FALLBACK -> 5;
        };
    }

    private static void add(GetVectorsResponse.Builder answer, Kind kind, @Nullable Object value) {
        switch (kind) {
            case KIND_INTEGER -> answer.addIntegers(value == null ? 0 : whole(value));
            case KIND_TEXT -> answer.addTexts(value == null ? "" : text(value));
            case KIND_BINARY -> answer.addBinaries(value == null ? ByteString.EMPTY : binary(value));
            case KIND_DOUBLE, KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalStateException("a feature without a kind");
        }
    }

    private static long whole(Object value) {
        return switch (value) {
            case Number number -> number.longValue();
            case Boolean bool -> bool ? 1 : 0;
            case Instant time -> Times.micros(time);
            case LocalDate day -> day.toEpochDay();
            default -> throw new IllegalStateException("no integer in a " + value.getClass());
        };
    }

    static String text(Object value) {
        return switch (value) {
            case String text -> text;
            case BigDecimal number -> number.toPlainString();
            default -> ValueText.write(value);
        };
    }

    static ByteString binary(Object value) {
        if (value instanceof float[] floats) {
            ByteBuffer bytes = ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(floats);
            return UnsafeByteOperations.unsafeWrap(bytes);
        }
        return ByteString.copyFrom((byte[]) value);
    }
}
