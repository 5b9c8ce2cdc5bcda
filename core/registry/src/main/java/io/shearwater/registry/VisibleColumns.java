package io.shearwater.registry;

import io.shearwater.model.Aggregate;
import io.shearwater.model.Aggregation;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.ForeignKey;
import io.shearwater.model.Names;
import io.shearwater.model.PartitionField;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.model.TransformationCall;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A feature group with some of its features: what a project sees of a group of which not all is shared with it. */
final class VisibleColumns {
    private final FeatureGroupSpec whole;
    private final Set<String> kept;

    VisibleColumns(FeatureGroupSpec whole, List<String> features) {
        this.whole = whole;
        this.kept = new HashSet<>(features);
        kept.addAll(whole.identity());
    }

    /**
     * Checks that these features can be seen without the others.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_SHARE
     */
    static void check(FeatureGroupSpec whole, List<String> features) {
        List<String> known = whole.schema().names();
        for (String feature : features) {
            if (!known.contains(feature)) {
                throw RegistryError.BAD_SHARE.because("The feature group '" + whole.name() + "' version "
                        + whole.version() + " has no feature '" + feature + "' to share; it has " + known + "."
                        + Names.didYouMean(feature, known));
            }
        }
        VisibleColumns seen = new VisibleColumns(whole, features);
        for (TransformationCall call : whole.onDemand()) {
            boolean wanted = call.outputs().stream().anyMatch(seen.kept::contains);
            if (wanted && !seen.isWhole(call)) {
                throw RegistryError.BAD_SHARE.because("The features " + call.outputs() + " of '" + whole.name()
                        + "' are computed on demand, from " + call.inputs()
                        + ". Share all of these together, or none of what is computed.");
            }
        }
    }

    /** Whether all that a function needs and gives is seen; what is no column comes with a request. */
    private boolean isWhole(TransformationCall call) {
        return kept.containsAll(call.outputs())
                && call.inputs().stream().filter(whole.schema()::contains).allMatch(kept::contains);
    }

    FeatureGroupSpec spec() {
        return new FeatureGroupSpec(
                whole.ref(),
                whole.description(),
                features(),
                whole.primaryKey(),
                whole.eventTime(),
                foreignKeys(),
                partitions(),
                whole.storage(),
                whole.ttl(),
                whole.entity(),
                statistics(),
                whole.onDemand().stream().filter(this::isWhole).toList(),
                aggregation());
    }

    private List<Feature> features() {
        return whole.features().stream()
                .filter(feature -> kept.contains(feature.name()))
                .toList();
    }

    private List<ForeignKey> foreignKeys() {
        return whole.foreignKeys().stream()
                .filter(key -> kept.containsAll(key.columns()))
                .toList();
    }

    private List<PartitionField> partitions() {
        return whole.partitions().stream()
                .filter(partition -> kept.contains(partition.column()))
                .toList();
    }

    private StatisticsSpec statistics() {
        StatisticsSpec wanted = whole.statistics();
        if (wanted.columns().isEmpty()) {
            return wanted;
        }
        List<String> columns = wanted.columns().stream().filter(kept::contains).toList();
        return columns.isEmpty() ? StatisticsSpec.NONE : new StatisticsSpec(wanted.parts(), columns);
    }

    private Optional<Aggregation> aggregation() {
        return whole.aggregation().map(part -> {
            List<Aggregate> seen = part.aggregates().stream()
                    .filter(aggregate -> kept.contains(aggregate.name()))
                    .toList();
            return new Aggregation(part.events(), part.where(), seen, part.source());
        });
    }
}
