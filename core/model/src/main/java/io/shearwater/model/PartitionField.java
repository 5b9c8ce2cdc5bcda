package io.shearwater.model;

/**
 * How the offline table is divided, derived from an identity column so that every version of a row lies in one partition.
 *
 * @param column a primary-key column or the event time
 * @param buckets the number of buckets of {@link Transform#BUCKET}, else 0
 */
public record PartitionField(String column, Transform transform, int buckets) {
    /** What is done to the column's value. */
    public enum Transform {
        IDENTITY,
        DAY,
        MONTH,
        BUCKET
    }

    public PartitionField {
        if ((transform == Transform.BUCKET) != (buckets > 0)) {
            throw ModelError.BAD_DEFINITION.because("The partition on '" + column + "' is " + transform + " with "
                    + buckets + " buckets; a bucket partition needs at least 1, others have none.");
        }
    }

    public static PartitionField identity(String column) {
        return new PartitionField(column, Transform.IDENTITY, 0);
    }

    public static PartitionField day(String column) {
        return new PartitionField(column, Transform.DAY, 0);
    }

    public static PartitionField month(String column) {
        return new PartitionField(column, Transform.MONTH, 0);
    }

    public static PartitionField bucket(String column, int buckets) {
        return new PartitionField(column, Transform.BUCKET, buckets);
    }
}
