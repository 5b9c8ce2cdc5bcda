package io.shearwater.query;

import io.shearwater.model.Aggregate;
import io.shearwater.model.DataType;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Predicate;
import io.shearwater.plan.AggregateRule;
import io.shearwater.plan.AsOfRule;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TimeColumn;
import io.shearwater.plan.Version;
import java.util.List;
import java.util.stream.Collectors;

/** A plan as text for people: a tree, one line a node, inputs below what they feed. */
public final class PlanText {
    private PlanText() {}

    /** The tree. */
    public static String of(Plan plan) {
        StringBuilder text = new StringBuilder();
        append(plan, "", "", text);
        return text.toString();
    }

    /** The tree, then notes, each on a line of its own. */
    public static String of(Plan plan, List<String> notes) {
        return of(plan) + notes.stream().map(note -> "note: " + note + "\n").collect(Collectors.joining());
    }

    private static void append(Plan plan, String head, String indent, StringBuilder text) {
        text.append(head).append(line(plan)).append('\n');
        List<Plan> inputs = plan.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            boolean last = i == inputs.size() - 1;
            append(inputs.get(i), indent + (last ? "└ " : "├ "), indent + (last ? "  " : "│ "), text);
        }
    }

    private static String line(Plan plan) {
        return switch (plan) {
            case Plan.Scan scan ->
                "scan " + scan.table() + " " + version(scan.version()) + " "
                        + scan.schema().names() + where(scan.filter());
            case Plan.Rows rows ->
                "rows '" + rows.frame().name() + "' " + rows.schema().names();
            case Plan.Files files ->
                "files " + files.source().paths() + " " + files.schema().names();
            case Plan.Filter filter -> "filter" + where(filter.predicate());
            case Plan.Project project -> "project " + renames(project.columns());
            case Plan.AsOfJoin join -> asOf(join);
            case Plan.Aggregated aggregated -> aggregated(aggregated);
            case Plan.AggregatedEvents aggregated ->
                "aggregates at the times of events" + where(aggregated.asking()) + ", on "
                        + keys(aggregated.rule().on()) + results(aggregated.rule());
            case Plan.KeyJoin join ->
                "join, NOT point in time, on " + keys(join.rule().on()) + ": one row a key"
                        + ties(join.rule().tieBreak()) + kept(join.rule().keep()) + " -> " + join.present();
            case Plan.SemiJoin join ->
                (join.kind() == Plan.SemiJoin.Kind.SEMI ? "only rows with" : "only rows without") + " a match on "
                        + keys(join.on());
            case Plan.Latest latest -> "latest row of each " + latest.keys() + " by " + latest.by();
            case Plan.Union union -> "union of " + union.inputs().size();
            case Plan.Constant constant -> "constant " + constant.column().name() + " = " + constant.value();
            case Plan.Sort sort -> "sort by " + sorts(sort.by());
            case Plan.Limit limit -> "first " + limit.rows() + " rows";
            case Plan.Numbered numbered -> "number rows as " + numbered.as();
        };
    }

    private static String asOf(Plan.AsOfJoin join) {
        AsOfRule rule = join.rule();
        String known = rule.knownAfter().isZero() ? "" : " + " + rule.knownAfter();
        String order = rule.bound() == AsOfRule.Bound.INCLUSIVE ? " <= " : " < ";
        String ttl = rule.ttl().map(age -> ", not older than " + age).orElse("");
        return "point-in-time join on " + keys(rule.on()) + ": the last row with "
                + time(rule.eventTime(), join.features()) + known + order + time(rule.labelTime(), join.labels()) + ttl
                + ties(rule.tieBreak()) + kept(rule.keep()) + " -> " + join.present();
    }

    private static String aggregated(Plan.Aggregated node) {
        AggregateRule rule = node.rule();
        String known = rule.knownAfter().isZero() ? "" : " + " + rule.knownAfter();
        String order = rule.bound() == AsOfRule.Bound.INCLUSIVE ? " <= " : " < ";
        return "aggregates, point in time, on " + keys(rule.on()) + ": events with "
                + time(rule.eventTime(), node.events()) + known + order + time(rule.questionTime(), node.questions())
                + results(rule) + kept(rule.keep()) + " -> " + node.present();
    }

    private static String results(AggregateRule rule) {
        return ties(rule.order()) + " -> "
                + rule.aggregates().stream().map(Aggregate::toString).collect(Collectors.joining("; "))
                + rule.derived()
                        .map(derived -> "; of these " + derived.function())
                        .orElse("");
    }

    private static String time(TimeColumn time, Plan side) {
        boolean date = side.schema().field(time.column()).type() instanceof DataType.DateType;
        return time.column() + (date ? " (a day in " + time.zone() + ")" : "");
    }

    private static String version(Version version) {
        return switch (version) {
            case Version.Latest latest -> "now";
            case Version.AtCommit at -> "at commit " + at.commit();
            case Version.AtInstant at -> "as known at " + at.instant();
            case Version.AtTag at -> "as pinned by '" + at.tag() + "'";
        };
    }

    private static String where(Predicate filter) {
        return filter.passesAll() ? "" : " where " + filter;
    }

    private static String kept(Predicate keep) {
        return keep.passesAll() ? "" : ", absent unless " + keep;
    }

    private static String ties(List<String> columns) {
        return columns.isEmpty() ? "" : ", ties by " + columns;
    }

    private static String keys(List<KeyPair> on) {
        return on.stream().map(KeyPair::toString).collect(Collectors.joining(" and "));
    }

    private static String renames(List<Plan.Rename> columns) {
        return columns.stream()
                .map(column -> column.from().equals(column.to()) ? column.to() : column.from() + " as " + column.to())
                .collect(Collectors.joining(", "));
    }

    private static String sorts(List<Plan.SortKey> by) {
        return by.stream()
                .map(key -> key.column() + (key.direction() == Plan.SortKey.Direction.ASCENDING ? "" : " descending"))
                .collect(Collectors.joining(", "));
    }
}
