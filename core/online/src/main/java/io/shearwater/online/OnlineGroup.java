package io.shearwater.online;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.spi.EntitySpace;
import io.shearwater.spi.OnlineTable;
import java.util.stream.Collectors;

/**
 * A feature group as it is kept online: what codecs and lookups are compiled from.
 *
 * @param number the group's number in the store, from 1, never used again
 * @param generation the least generation that the rows lie in; the store knows the active one
 * @param schemaVersion counts the changes of the columns, from 1
 */
public record OnlineGroup(FeatureGroupSpec spec, EntitySpace space, int number, int generation, int schemaVersion) {
    public OnlineGroup {
        if (spec.schemaIsOpen()) {
            throw OnlineError.BAD_REQUEST.because("The feature group '" + spec.name()
                    + "' has no columns yet, so nothing of it can be kept online. Insert a first frame, or declare its "
                    + "features.");
        }
        if (!spec.storage().hasOnline()) {
            throw OnlineError.NOT_ONLINE.because("The feature group '" + spec.name() + "' version " + spec.version()
                    + " is not kept online. Declare it online() (in YAML 'storage: offline-and-online'), or leave it out of "
                    + "what is served.");
        }
        if (number < 1 || schemaVersion < 1 || schemaVersion > RowLayout.MAX_VERSION) {
            throw OnlineError.BAD_REQUEST.because("The feature group '" + spec.name() + "' cannot have the number "
                    + number + " and the schema version " + schemaVersion + " online; both count from 1.");
        }
    }

    /** A group in the space that its project, entity and key types give it. */
    public static OnlineGroup of(String project, FeatureGroupSpec spec, int number, int generation, int schemaVersion) {
        return new OnlineGroup(spec, spaceOf(project, spec), number, generation, schemaVersion);
    }

    /**
     * Where groups of one entity meet: {@code project/entity(types)}. Types that have the same keys are one: {@code int} and
     * {@code long}, texts of any length, decimals of one scale.
     */
    public static EntitySpace spaceOf(String project, FeatureGroupSpec spec) {
        String types = spec.primaryKey().stream()
                .map(column -> keyType(spec.schema().field(column).type()))
                .collect(Collectors.joining(","));
        return new EntitySpace(project + "/" + spec.entity() + "(" + types + ")");
    }

    /** Whether its rows are not kept but computed of events, which are. */
    public boolean isAggregated() {
        return !spec.isWritten();
    }

    /** The group's rows in the store: those of a TTL group stay until they are purged, and so do events. */
    public OnlineTable table() {
        boolean keepsAll = spec.ttl().isPresent() || isAggregated();
        return new OnlineTable(space, number, keepsAll ? OnlineTable.Retention.ALL : OnlineTable.Retention.LATEST);
    }

    private static String keyType(DataType type) {
        return switch (type) {
            case DataType.IntType t -> "integer";
            case DataType.LongType t -> "integer";
            case DataType.StringType t -> "string";
            case DataType.DecimalType t -> "decimal" + t.scale();
            default -> type.toString();
        };
    }
}
