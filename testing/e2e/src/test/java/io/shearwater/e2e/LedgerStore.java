package io.shearwater.e2e;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.TrainingDataset;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What ledger operations work on.
 *
 * @param ledger a group with a history, served online
 * @param view of the ledger, for training data
 * @param board a group that is online only
 * @param atlas a group of which the columns change and not the rows
 */
record LedgerStore(FeatureGroup ledger, FeatureView view, FeatureGroup board, FeatureGroup atlas) {
    static final int PLACES = 20;
    static final long EXTRA = 7;
    static final String TITLE = "title";

    private static final FeatureGroupSpec LEDGER = FeatureGroupSpec.builder("ledger", 1)
            .feature("id", DataType.LONG)
            .feature("at", DataType.TIMESTAMP)
            .feature("value", DataType.LONG)
            .feature("note", DataType.STRING)
            .primaryKey("id")
            .eventTime("at")
            .online()
            .build();
    private static final FeatureGroupSpec BOARD = FeatureGroupSpec.builder("board", 1)
            .feature("id", DataType.LONG)
            .feature("note", DataType.STRING)
            .primaryKey("id")
            .onlineOnly()
            .build();
    private static final FeatureGroupSpec ATLAS = FeatureGroupSpec.builder("atlas", 1)
            .feature("id", DataType.LONG)
            .feature(TITLE, DataType.STRING)
            .primaryKey("id")
            .online()
            .build();

    /** The groups of an open store, made if they are not there. */
    static LedgerStore in(FeatureStore store) {
        FeatureGroup ledger = store.getOrCreateFeatureGroup(LEDGER);
        FeatureView view = store.getOrCreateFeatureView(
                FeatureViewSpec.builder("ledger", 1, ledger.selectAll()).build());
        FeatureGroup board = store.getOrCreateFeatureGroup(BOARD);
        FeatureGroup atlas = store.findFeatureGroup("atlas", 1).orElseGet(() -> store.createFeatureGroup(ATLAS));
        if (atlas.commits().isEmpty()) {
            FrameBuilder places = new FrameBuilder(ATLAS.schema(), PLACES);
            for (long id = 0; id < PLACES; id++) {
                places.append(id, place(id));
            }
            atlas.insert(places.build());
        }
        return new LedgerStore(ledger, view, board, atlas);
    }

    static String place(long id) {
        return "place " + id;
    }

    /** The column that is renamed. */
    static String title(FeatureGroupSpec atlas) {
        return atlas.schema().names().stream()
                .filter(name -> name.startsWith(TITLE))
                .findFirst()
                .orElseThrow();
    }

    /** A column that is appended. */
    static Feature extra(String name) {
        return Feature.of(name, DataType.LONG).withDefault(EXTRA);
    }

    static Frame rows(List<LedgerOperation.Row> rows) {
        FrameBuilder frame = new FrameBuilder(LEDGER.schema(), rows.size());
        rows.forEach(row -> frame.append(row.id(), row.at(), row.value(), row.note()));
        return frame.build();
    }

    /** The keys and times of rows. */
    static Frame spine(List<LedgerOperation.Row> rows) {
        FrameBuilder frame = new FrameBuilder(LEDGER.schema().select(List.of("id", "at")), rows.size());
        rows.forEach(row -> frame.append(row.id(), row.at()));
        return frame.build();
    }

    static Frame posts(List<Long> ids, String note) {
        FrameBuilder frame = new FrameBuilder(BOARD.schema(), ids.size());
        new LinkedHashSet<>(ids).forEach(id -> frame.append(id, note));
        return frame.build();
    }

    /** The versions of the training data that there are. */
    List<Integer> versions() {
        return view.trainingDatasets().stream().map(TrainingDataset::version).toList();
    }
}
