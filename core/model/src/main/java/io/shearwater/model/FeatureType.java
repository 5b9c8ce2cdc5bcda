package io.shearwater.model;

/**
 * What may be done with the values of a feature, whatever they are stored as: categories are encoded, numbers are scaled, and
 * the other way round is refused. A number that is a code (a merchant category, a postal code) is declared as a category.
 */
public enum FeatureType {
    /** A category among others, in no order: a country, a card type, a code. */
    NOMINAL,
    /** A category in an order: low, middle, high. */
    ORDINAL,
    /** A number or time whose differences mean something and whose zero does not: a temperature, a date. */
    INTERVAL,
    /** A number with a true zero: an amount, a count, an age. */
    RATIO,
    /** A list or map of values. */
    ARRAY,
    /** A vector of fixed length that a model made. */
    EMBEDDING,
    /** Free text, to be cut into tokens or embedded. */
    TEXT,
    /** Bytes and structs, which no transformation reads as a whole. */
    OPAQUE;

    /** What a column is taken for unless it is declared otherwise. */
    public static FeatureType of(DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> NOMINAL;
            case DataType.StringType t -> NOMINAL;
            case DataType.IntType t -> RATIO;
            case DataType.LongType t -> RATIO;
            case DataType.FloatType t -> RATIO;
            case DataType.DoubleType t -> RATIO;
            case DataType.DecimalType t -> RATIO;
            case DataType.DateType t -> INTERVAL;
            case DataType.TimestampType t -> INTERVAL;
            case DataType.ArrayType t -> ARRAY;
            case DataType.MapType t -> ARRAY;
            case DataType.EmbeddingType t -> EMBEDDING;
            case DataType.StructType t -> OPAQUE;
            case DataType.BinaryType t -> OPAQUE;
        };
    }

    public boolean isCategorical() {
        return this == NOMINAL || this == ORDINAL;
    }

    public boolean isNumerical() {
        return this == INTERVAL || this == RATIO;
    }

    /** Whether values stored so can be of this type: a text is no number, an array no category. */
    public boolean fits(DataType type) {
        FeatureType natural = of(type);
        boolean plain = natural.isCategorical() || natural.isNumerical();
        return switch (this) {
            case NOMINAL, ORDINAL -> plain;
            case INTERVAL, RATIO -> natural.isNumerical();
            case TEXT -> type instanceof DataType.StringType;
            case ARRAY, EMBEDDING, OPAQUE -> natural == this;
        };
    }
}
