package io.shearwater.training;

import io.shearwater.model.Column;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
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

    private final List<String> columns = new ArrayList<>();
    private final RowHash hash;
    private final BoundChain bound;

    /** The transformations of a view with what they learnt, over the rows of a plan that carries {@code view.extras()} last. */
    PartTransformer(PlannedTraining plan, ViewChain view, FittedStates states, Use use) {
        this.hash = hash(plan);
        this.bound = view.chain().bind(states, use);
        this.columns.addAll(given(plan, view));
    }

    private static RowHash hash(PlannedTraining plan) {
        return new RowHash(plan.identity(), FOLDS);
    }

    /** The plan's columns in the order in which the view's transformations take them. */
    private static List<String> given(PlannedTraining plan, ViewChain view) {
        List<Plan.Rename> all = new ArrayList<>(plan.features());
        int carried = plan.carried().size();
        all.addAll(plan.carried().subList(carried - view.extras().size(), carried));
        all.addAll(plan.labels());
        return all.stream().map(Plan.Rename::from).toList();
    }

    /** Rows as the transformations of a view take them, to learn from. */
    static ColumnBatch batch(PlannedTraining plan, ViewChain view, Frame rows) {
        return batch(given(plan, view), hash(plan), rows);
    }

    private static ColumnBatch batch(List<String> columns, RowHash hash, Frame rows) {
        List<Column> given = columns.stream().map(rows::column).toList();
        return new ColumnBatch(given, rows.rows(), hash.of(rows));
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

    Transformed apply(Frame rows) {
        List<Frame> features = new ArrayList<>();
        List<Frame> labels = new ArrayList<>();
        List<Frame> rest = new ArrayList<>();
        try (FrameReader pieces = rows.reader()) {
            for (Optional<Frame> piece = pieces.next(); piece.isPresent(); piece = pieces.next()) {
                BoundChain.Transformed done = bound.apply(batch(columns, hash, piece.get()));
                features.add(new Frame(bound.features(), done.features(), done.rows()));
                labels.add(new Frame(bound.labels(), done.labels(), done.rows()));
                rest.add(left(piece.get(), done.kept()));
            }
        }
        return new Transformed(
                Frame.concat(bound.features(), features),
                Frame.concat(bound.labels(), labels),
                Frame.concat(rows.schema(), rest));
    }

    private static Frame left(Frame rows, @Nullable BitSet kept) {
        if (kept == null) {
            return rows;
        }
        ColumnBatch left = new ColumnBatch(rows.columns(), rows.rows()).only(kept);
        return new Frame(rows.schema(), left.columns(), left.rows());
    }
}
