package io.shearwater.registry;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.plan.TableRef;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;

/**
 * A feature group as the registry keeps it: its definition and what the stores need to find its rows.
 *
 * @param onlineGroup the group's number online; 0 without online storage
 * @param generation of the online rows; grows with every rebuild
 * @param schemaVersion counts the changes of the columns, from 1
 * @param revision of the definition
 */
public record GroupRecord(
        String project, FeatureGroupSpec spec, int onlineGroup, int generation, int schemaVersion, long revision) {

    /** The offline table. */
    public TableRef table() {
        return new TableRef(project, spec.ref().tableName());
    }

    /** Its definition in the registry. */
    public DefinitionKey key() {
        return new DefinitionKey(
                project, Kind.FEATURE_GROUP, spec.ref().name(), spec.ref().version());
    }

    /** The same with another definition, stored under the next revision. */
    public GroupRecord withSpec(FeatureGroupSpec next) {
        int nextSchema = spec.schema().equals(next.schema()) ? schemaVersion : schemaVersion + 1;
        return new GroupRecord(project, next, onlineGroup, generation, nextSchema, revision);
    }

    /** The same with its online rows in another generation. */
    public GroupRecord withGeneration(int next) {
        return new GroupRecord(project, spec, onlineGroup, next, schemaVersion, revision);
    }
}
