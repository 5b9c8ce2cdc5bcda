package io.shearwater.testing;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.KeyPair;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.Plan;
import io.shearwater.spi.FileScan;
import io.shearwater.spi.FileSet;
import io.shearwater.spi.Sources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries out one plan, node by node. */
final class NaivePlan {
    private final NaiveEngine engine;
    private final Sources sources;
    // Rows that the caller brings can be read only once.
    private final Map<FrameRef, Frame> frames = new HashMap<>();

    NaivePlan(NaiveEngine engine, Sources sources) {
        this.engine = engine;
        this.sources = sources;
    }

    NaiveTable evaluate(Plan plan) {
        return switch (plan) {
            case Plan.Scan scan -> scan(scan);
            case Plan.Rows rows -> rows(rows);
            case Plan.Files files -> files(files);
            case Plan.Filter filter -> {
                NaiveTable input = evaluate(filter.input());
                yield input.where(row -> NaiveCondition.passes(filter.predicate(), column -> input.value(row, column)));
            }
            case Plan.Project project -> project(project);
            case Plan.Constant constant -> {
                List<List<@Nullable Object>> rows = new ArrayList<>();
                evaluate(constant.input()).rows().forEach(row -> rows.add(NaiveTable.plus(row, constant.value())));
                yield new NaiveTable(constant.schema(), rows);
            }
            case Plan.AsOfJoin join ->
                new NaiveAsOf(join.rule(), evaluate(join.labels()), evaluate(join.features())).join(join.schema());
            case Plan.Aggregated node ->
                new NaiveAggregated(node.rule(), evaluate(node.questions()), evaluate(node.events()))
                        .answered(node.schema());
            case Plan.AggregatedEvents node -> new NaiveAskingEvents(node, evaluate(node.events())).answered();
            case Plan.KeyJoin join -> keyJoin(join);
            case Plan.SemiJoin join -> semiJoin(join);
            case Plan.Latest latest -> latest(latest);
            case Plan.Union union -> {
                List<List<@Nullable Object>> rows = new ArrayList<>();
                union.inputs().forEach(input -> rows.addAll(evaluate(input).rows()));
                yield new NaiveTable(union.schema(), rows);
            }
            case Plan.Sort sort -> sort(sort);
            case Plan.Limit limit -> {
                NaiveTable input = evaluate(limit.input());
                yield new NaiveTable(
                        input.schema(),
                        input.rows().stream().limit(limit.rows()).toList());
            }
            case Plan.Numbered numbered -> {
                List<List<@Nullable Object>> rows = new ArrayList<>();
                evaluate(numbered.input()).rows().forEach(row -> rows.add(NaiveTable.plus(row, (long) rows.size())));
                yield new NaiveTable(numbered.schema(), rows);
            }
        };
    }

    private NaiveTable scan(Plan.Scan scan) {
        FileSet set = sources.files(scan);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (FileScan file : set.files()) {
            for (Map<String, @Nullable Object> row :
                    engine.dataFile(file.path()).read(set.fields(), file)) {
                if (NaiveCondition.passes(scan.filter(), row::get)) {
                    List<@Nullable Object> values = new ArrayList<>();
                    scan.schema().names().forEach(name -> values.add(row.get(name)));
                    rows.add(values);
                }
            }
        }
        return new NaiveTable(scan.schema(), rows);
    }

    private NaiveTable rows(Plan.Rows rows) {
        return table(frames.computeIfAbsent(rows.frame(), ref -> {
            try (FrameReader reader = sources.frame(ref)) {
                return reader.readAll();
            }
        }));
    }

    private NaiveTable files(Plan.Files files) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Path path : files.source().paths()) {
            rows.addAll(
                    table(engine.exported(path).select(files.schema().names())).rows());
        }
        return new NaiveTable(files.schema(), rows);
    }

    private static NaiveTable table(Frame frame) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int row = 0; row < frame.rows(); row++) {
            rows.add(new ArrayList<>(frame.row(row).values()));
        }
        return new NaiveTable(frame.schema(), rows);
    }

    private NaiveTable project(Plan.Project project) {
        NaiveTable input = evaluate(project.input());
        List<String> from = project.columns().stream().map(Plan.Rename::from).toList();
        return new NaiveTable(
                project.schema(),
                input.rows().stream().map(row -> input.values(row, from)).toList());
    }

    private NaiveTable keyJoin(Plan.KeyJoin join) {
        NaiveTable left = evaluate(join.left());
        NaiveTable right = evaluate(join.right());
        Plan.KeyRule rule = join.rule();
        List<String> leftKeys = rule.on().stream().map(KeyPair::left).toList();
        List<String> rightKeys = rule.on().stream().map(KeyPair::right).toList();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable Object> row : left.rows()) {
            Optional<List<@Nullable Object>> found = right
                    .where(other -> NaiveOrder.equalKeys(left.values(row, leftKeys), right.values(other, rightKeys)))
                    .rows()
                    .stream()
                    .max((a, b) ->
                            NaiveOrder.compareAll(right.values(a, rule.tieBreak()), right.values(b, rule.tieBreak())))
                    .filter(other -> NaiveCondition.passes(rule.keep(), column -> right.value(other, column)));
            List<@Nullable Object> joined = new ArrayList<>(row);
            joined.addAll(found.orElseGet(() -> NaiveTable.nulls(right.schema())));
            joined.add(found.isPresent());
            rows.add(joined);
        }
        return new NaiveTable(join.schema(), rows);
    }

    private NaiveTable semiJoin(Plan.SemiJoin join) {
        NaiveTable left = evaluate(join.left());
        NaiveTable right = evaluate(join.right());
        List<String> leftKeys = join.on().stream().map(KeyPair::left).toList();
        List<String> rightKeys = join.on().stream().map(KeyPair::right).toList();
        return left.where(row -> {
            // Identities are compared: null is a value.
            boolean found = right.rows().stream()
                    .anyMatch(other ->
                            NaiveOrder.compareAll(left.values(row, leftKeys), right.values(other, rightKeys)) == 0);
            return found == (join.kind() == Plan.SemiJoin.Kind.SEMI);
        });
    }

    private NaiveTable latest(Plan.Latest latest) {
        NaiveTable input = evaluate(latest.input());
        List<List<@Nullable Object>> chosen = new ArrayList<>();
        for (List<@Nullable Object> row : input.rows()) {
            int same = 0;
            while (same < chosen.size()
                    && NaiveOrder.compareAll(
                                    input.values(row, latest.keys()), input.values(chosen.get(same), latest.keys()))
                            != 0) {
                same++;
            }
            if (same == chosen.size()) {
                chosen.add(row);
            } else if (NaiveOrder.compareAll(
                            input.values(row, latest.by()), input.values(chosen.get(same), latest.by()))
                    > 0) {
                chosen.set(same, row);
            }
        }
        return new NaiveTable(latest.schema(), chosen);
    }

    private NaiveTable sort(Plan.Sort sort) {
        NaiveTable input = evaluate(sort.input());
        Comparator<List<@Nullable Object>> order = (a, b) -> {
            for (Plan.SortKey key : sort.by()) {
                int ascending = NaiveOrder.VALUES.compare(input.value(a, key.column()), input.value(b, key.column()));
                if (ascending != 0) {
                    return key.direction() == Plan.SortKey.Direction.ASCENDING ? ascending : -ascending;
                }
            }
            return 0;
        };
        return new NaiveTable(
                input.schema(), input.rows().stream().sorted(order).toList());
    }
}
