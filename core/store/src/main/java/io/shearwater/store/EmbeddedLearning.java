package io.shearwater.store;

import io.shearwater.api.Deployments;
import io.shearwater.api.Experiments;
import io.shearwater.api.FeatureView;
import io.shearwater.api.Models;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Query;
import io.shearwater.model.ViewRef;
import io.shearwater.models.Checkpoints;
import io.shearwater.models.ModelParts;
import io.shearwater.models.ProjectExperiments;
import io.shearwater.models.ProjectModels;
import io.shearwater.models.Runtimes;
import io.shearwater.models.Scratch;
import io.shearwater.models.Views;
import io.shearwater.serving.ServedDeployments;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The runs, models and deployments of one project. Thread-safe. */
final class EmbeddedLearning implements AutoCloseable {
    private final ProjectExperiments experiments;
    private final ProjectModels models;
    private final ServedDeployments deployments;

    EmbeddedLearning(StoreParts parts, Path checkpoints) {
        ModelParts own = new ModelParts(
                parts.registry(),
                parts.files(),
                new StoredViews(parts),
                Runtimes.onClassPath(),
                new Scratch(parts.host().files().scratch().resolve("models")),
                new Checkpoints(checkpoints),
                parts.clock());
        this.experiments = new ProjectExperiments(own);
        this.models = new ProjectModels(own, experiments);
        StoredServables servables = new StoredServables(
                parts, models, new StoredLogic(parts.host().stores().code()));
        this.deployments = new ServedDeployments(
                parts.registry(),
                servables,
                new StoredPredictionLogs(parts),
                new StoredBatches(parts, servables),
                parts.clock(),
                () -> parts.requireWritable("change its deployments"));
    }

    Experiments experiments() {
        return experiments;
    }

    Models models() {
        return models;
    }

    Deployments deployments() {
        return deployments;
    }

    /** Ends the deployments. */
    @Override
    public void close() {
        deployments.close();
    }

    /** Clears up after runs and registrations that the last process did not end. */
    void recover() {
        experiments.recover();
        models.recover();
    }

    private record StoredViews(StoreParts parts) implements Views {
        @Override
        public FeatureView view(ViewRef ref) {
            return new EmbeddedFeatureView(parts, parts.registry().view(ref));
        }

        @Override
        public List<GroupRef> groups(ViewRef ref) {
            Set<GroupRef> all = new LinkedHashSet<>();
            parts.registry().view(ref).query().nodes().stream()
                    .map(Query::group)
                    .forEach(group -> all.add(group.ref()));
            // Of what another project aggregates, its events are not to be seen.
            List.copyOf(all)
                    .forEach(group -> parts.registry()
                            .findGroup(group)
                            .flatMap(record -> record.spec().aggregation())
                            .ifPresent(part -> all.add(part.events())));
            return List.copyOf(all);
        }
    }
}
