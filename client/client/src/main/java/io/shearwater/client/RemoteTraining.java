package io.shearwater.client;

import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingData.Part;
import io.shearwater.api.TrainingOptions;
import io.shearwater.api.TrainingRows;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.TrainingDataset;
import io.shearwater.model.TrainingFiles;
import io.shearwater.wire.OptionsJson;
import io.shearwater.wire.TrainingDatasetJson;
import io.shearwater.wire.TrainingParts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The training data of a view on a server. Thread-safe. */
final class RemoteTraining {
    private final ViewPlace place;

    RemoteTraining(ViewPlace place) {
        this.place = place;
    }

    private Http http() {
        return place.http();
    }

    List<TrainingDataset> datasets() {
        return http().pages(
                        place.get(ViewPlace.DATASETS),
                        value -> TrainingDatasetJson.DATASETS.read(value.node(), value.path()));
    }

    TrainingDataset dataset(int version) {
        return http().read(place.get(ViewPlace.DATASETS, version), TrainingDatasetJson.DATASETS::read);
    }

    /** @param evaluated the version whose transformations are applied, where nothing is to be learnt */
    TrainingDataset make(TrainingOptions options, Optional<TrainingDataset> evaluated) {
        try (Attachments along = new Attachments()) {
            options.spine().ifPresent(along::add);
            Ask ask = place.post(ViewPlace.DATASETS).work().named(place.what("training data of"));
            Ask chosen = evaluated.isPresent()
                    ? ask.query("training_dataset", evaluated.get().version())
                    : ask;
            TrainingDataset made =
                    http().read(chosen.with(along.body(document(options))), TrainingDatasetJson.DATASETS::read);
            options.progress()
                    .accept(made.parts().values().stream()
                            .mapToLong(TrainingDataset.PartInfo::rows)
                            .sum());
            return made;
        }
    }

    static String document(TrainingOptions options) {
        return OptionsJson.training(Schema.of(), "").write(options);
    }

    TrainingData read(TrainingDataset dataset) {
        Map<String, Part> parts = new LinkedHashMap<>();
        for (String name : dataset.parts().keySet()) {
            parts.put(
                    name,
                    TrainingParts.part(
                            roles(place.form(part(dataset.version(), name))).readAll()));
        }
        return new TrainingData(dataset, parts, new OnServer(dataset, List.copyOf(parts.keySet())));
    }

    private Ask part(int version, String name) {
        return place.get(ViewPlace.DATASETS, version, "parts", name).query("roles", true);
    }

    private FrameReader roles(Ask ask) {
        return http().rows(ask);
    }

    TrainingRows rows(int version, String part) {
        return new Streamed(roles(place.chosen(part(version, part))));
    }

    /** Several parts as one, put together where transformations can learn anew. */
    private final class OnServer implements TrainingData.Gathered {
        private final TrainingDataset dataset;
        private final List<String> names;

        private OnServer(TrainingDataset dataset, List<String> names) {
            this.dataset = dataset;
            this.names = names;
        }

        private Ask gathered() {
            return place.form(place.get(ViewPlace.DATASETS, dataset.version(), "gathered"));
        }

        @Override
        public Part without(int part) {
            return TrainingParts.part(
                    roles(gathered().query("without", names.get(part))).readAll());
        }

        @Override
        public Part all() {
            return TrainingParts.part(roles(gathered()).readAll());
        }
    }

    private record Streamed(FrameReader rows) implements TrainingRows {
        @Override
        public Optional<Part> next() {
            Optional<Frame> next = rows.next();
            return next.map(TrainingParts::part);
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    /** Writes a version to files, which the server makes. */
    void write(TrainingDataset dataset, TrainingFiles files) {
        Ask ask = place.form(place.get(ViewPlace.DATASETS, dataset.version(), "files"))
                .query("format", files.format().name().toLowerCase(Locale.ROOT))
                .accepting(Attachments.MEDIA_TYPE)
                .work();
        Ask bounded = files.rowsPerFile().isPresent()
                ? ask.query("rows_per_file", files.rowsPerFile().getAsLong())
                : ask;
        new ReceivedFiles(files.directory())
                .replace(http().stream(bounded), dataset.parts().keySet(), files.format());
    }
}
