package io.shearwater.training;

import io.shearwater.model.Column;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.HeapGuard;
import io.shearwater.model.Schema;
import io.shearwater.plan.Plan;
import io.shearwater.query.PlannedTraining;
import io.shearwater.transform.BoundChain;
import io.shearwater.transform.ColumnBatch;
import io.shearwater.transform.FittedStates;
import io.shearwater.transform.Use;
import io.shearwater.transform.ViewChain;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Transforms the rows of a plan. Not thread-safe. */
final class PartTransformer {
    /** The seed of the hashes by which rows are put into folds, unlike that of any split. */
    private static final long FOLDS = 0x5EA_F01D;

    private final Inputs inputs;
    private final BoundChain bound;

    /** The transformations of a view with what they learnt, over the rows of a plan that carries {@code view.extras()} last. */
    PartTransformer(PlannedTraining plan, ViewChain view, FittedStates states, Use use) {
        this.inputs = new Inputs(plan, view);
        this.bound = view.chain().bind(states, use);
    }

    /** Rows of a plan as the transformations of a view take them. Not thread-safe. */
    static final class Inputs {
        private final List<String> columns;
        private final Optional<RowHash> hash;

        Inputs(PlannedTraining plan, ViewChain view) {
            List<Plan.Rename> all = new ArrayList<>(plan.features());
            int carried = plan.carried().size();
            all.addAll(plan.carried().subList(carried - view.extras().size(), carried));
            all.addAll(plan.labels());
            this.columns = all.stream().map(Plan.Rename::from).toList();
            this.hash =
                    view.chain().readsRowHashes() ? Optional.of(new RowHash(plan.identity(), FOLDS)) : Optional.empty();
        }

        ColumnBatch of(Frame rows) {
            List<Column> given = columns.stream().map(rows::column).toList();
            return hash.map(each -> new ColumnBatch(given, rows.rows(), each.of(rows)))
                    .orElseGet(() -> new ColumnBatch(given, rows.rows()));
        }
    }

    Schema features() {
        return bound.features();
    }

    Schema labels() {
        return bound.labels();
    }

    /**
     * Transformed rows.
     *
     * @param rest the rows of the plan that are left
     */
    record Transformed(Frame features, Frame labels, Frame rest) {}

    /** How many rows to transform at a time. */
    int batchRows() {
        return bound.batchRows();
    }

    /**
     * Transforms any number of rows.
     *
     * @throws io.shearwater.model.ShearwaterException FRAME_TOO_LARGE when the result does not fit into memory
     */
    Transformed applyAll(Frame rows) {
        List<Frame> features = new ArrayList<>();
        List<Frame> labels = new ArrayList<>();
        List<Frame> rest = new ArrayList<>();
        int left = 0;
        HeapGuard guard = new HeapGuard(bound.features());
        try (FrameReader pieces = rows.reader().inPieces(batchRows())) {
            for (Optional<Frame> piece = pieces.next(); piece.isPresent(); piece = pieces.next()) {
                Transformed done = apply(piece.get());
                guard.add(done.features());
                features.add(done.features());
                labels.add(done.labels());
                rest.add(done.rest());
                left += done.rest().rows();
            }
        }
        return new Transformed(
                Frame.concat(bound.features(), features),
                Frame.concat(bound.labels(), labels),
                left == rows.rows() ? rows : Frame.concat(rows.schema(), rest));
    }

    /** Transforms {@link #batchRows} or fewer rows. */
    Transformed apply(Frame rows) {
        BoundChain.Transformed done = bound.apply(inputs.of(rows));
        return new Transformed(
                new Frame(bound.features(), done.features(), done.rows()),
                new Frame(bound.labels(), done.labels(), done.rows()),
                left(rows, done.kept()));
    }

    private static Frame left(Frame rows, @Nullable BitSet kept) {
        if (kept == null) {
            return rows;
        }
        ColumnBatch left = new ColumnBatch(rows.columns(), rows.rows()).only(kept);
        return new Frame(rows.schema(), left.columns(), left.rows());
    }
}
