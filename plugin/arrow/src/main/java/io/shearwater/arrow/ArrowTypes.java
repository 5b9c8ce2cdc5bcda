package io.shearwater.arrow;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Types of frames as Arrow's, and Arrow's as the ones that hold their values. */
final class ArrowTypes {
    /** The metadata of a field that says our type, where Arrow's says less: a text's greatest length. */
    private static final String TYPE = "shearwater.type";

    private static final int BYTE = 8;
    private static final int SHORT = 16;
    private static final int INT = 32;
    private static final int LONG = 64;
    private static final int DECIMAL = 128;
    private static final int UNSIGNED_LONG_DIGITS = 20;

    private ArrowTypes() {}

    static org.apache.arrow.vector.types.pojo.Field arrow(Field field) {
        return arrow(field.name(), field.type(), true);
    }

    private static org.apache.arrow.vector.types.pojo.Field arrow(String name, DataType type, boolean nullable) {
        Map<String, String> metadata =
                type instanceof DataType.StringType text && text.maxLength().isPresent()
                        ? Map.of(TYPE, type.toString())
                        : Map.of();
        return new org.apache.arrow.vector.types.pojo.Field(
                name, new FieldType(nullable, arrow(type), null, metadata), children(type));
    }

    private static ArrowType arrow(DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> ArrowType.Bool.INSTANCE;
            case DataType.IntType t -> new ArrowType.Int(INT, true);
            case DataType.LongType t -> new ArrowType.Int(LONG, true);
            case DataType.FloatType t -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case DataType.DoubleType t -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case DataType.DecimalType t -> new ArrowType.Decimal(t.precision(), t.scale(), DECIMAL);
            case DataType.StringType t -> ArrowType.Utf8.INSTANCE;
            case DataType.BinaryType t -> ArrowType.Binary.INSTANCE;
            case DataType.DateType t -> new ArrowType.Date(DateUnit.DAY);
            case DataType.TimestampType t -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
            case DataType.ArrayType t -> ArrowType.List.INSTANCE;
            case DataType.EmbeddingType t -> new ArrowType.FixedSizeList(t.dimension());
            case DataType.MapType t -> new ArrowType.Map(false);
            case DataType.StructType t -> ArrowType.Struct.INSTANCE;
        };
    }

    private static List<org.apache.arrow.vector.types.pojo.Field> children(DataType type) {
        return switch (type) {
            case DataType.ArrayType t -> List.of(arrow("element", t.element(), true));
            case DataType.EmbeddingType t -> List.of(arrow("element", DataType.FLOAT, false));
            case DataType.StructType t ->
                t.fields().stream().map(ArrowTypes::arrow).toList();
            case DataType.MapType t ->
                List.of(new org.apache.arrow.vector.types.pojo.Field(
                        "entries",
                        new FieldType(false, ArrowType.Struct.INSTANCE, null),
                        List.of(arrow("key", DataType.STRING, false), arrow("value", t.value(), true))));
            default -> List.of();
        };
    }

    /** The type that holds every value of an Arrow field. */
    static Field field(org.apache.arrow.vector.types.pojo.Field field) {
        if (field.getDictionary() != null) {
            throw ArrowError.UNSUPPORTED_TYPE.because(
                    "The column '" + field.getName()
                            + "' is encoded by a dictionary that is not at hand. Read it with an ArrowReader, or decode it before.");
        }
        return new Field(field.getName(), type(field));
    }

    private static DataType type(org.apache.arrow.vector.types.pojo.Field field) {
        return switch (field.getType()) {
            case ArrowType.Bool t -> DataType.BOOLEAN;
            case ArrowType.Int t -> whole(t);
            case ArrowType.FloatingPoint t ->
                t.getPrecision() == FloatingPointPrecision.DOUBLE ? DataType.DOUBLE : DataType.FLOAT;
            case ArrowType.Decimal t
            when t.getPrecision() <= 38 && t.getScale() >= 0 -> DataType.decimal(t.getPrecision(), t.getScale());
            case ArrowType.Utf8 t -> text(field);
            case ArrowType.LargeUtf8 t -> text(field);
            case ArrowType.Utf8View t -> text(field);
            case ArrowType.Binary t -> DataType.BINARY;
            case ArrowType.LargeBinary t -> DataType.BINARY;
            case ArrowType.BinaryView t -> DataType.BINARY;
            case ArrowType.FixedSizeBinary t -> DataType.BINARY;
            case ArrowType.Date t -> DataType.DATE;
            case ArrowType.Timestamp t -> DataType.TIMESTAMP;
            case ArrowType.List t -> DataType.array(child(field, 0));
            case ArrowType.FixedSizeList t ->
                child(field, 0).equals(DataType.FLOAT)
                        ? DataType.embedding(t.getListSize())
                        : DataType.array(child(field, 0));
            case ArrowType.Struct t ->
                DataType.struct(
                        field.getChildren().stream().map(ArrowTypes::field).toArray(Field[]::new));
            case ArrowType.Map t
            when type(field.getChildren().getFirst().getChildren().getFirst()) instanceof DataType.StringType ->
                DataType.map(type(field.getChildren().getFirst().getChildren().getLast()));
            default ->
                throw ArrowError.UNSUPPORTED_TYPE.because("The column '" + field.getName() + "' is " + field.getType()
                        + ", which frames do not have. Cast it before, or leave it out.");
        };
    }

    private static DataType child(org.apache.arrow.vector.types.pojo.Field field, int index) {
        return type(field.getChildren().get(index));
    }

    private static DataType text(org.apache.arrow.vector.types.pojo.Field field) {
        String said = field.getMetadata().getOrDefault(TYPE, "string");
        return DataType.parse(said) instanceof DataType.StringType text ? text : DataType.STRING;
    }

    private static DataType whole(ArrowType.Int type) {
        return switch (type.getBitWidth()) {
            case BYTE, SHORT -> DataType.INT;
            case INT -> type.getIsSigned() ? DataType.INT : DataType.LONG;
            default -> type.getIsSigned() ? DataType.LONG : DataType.decimal(UNSIGNED_LONG_DIGITS, 0);
        };
    }
}
