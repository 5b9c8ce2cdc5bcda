package io.shearwater.definitions;

import io.shearwater.model.GroupRef;
import io.shearwater.model.Join;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Names;
import io.shearwater.model.ViewRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a feature view as far as that can be done without the groups that it selects from. */
final class ViewYaml {
    static final List<String> KEYS = List.of(
            "view",
            "version",
            "description",
            "query",
            "labels",
            "training-helpers",
            "inference-helpers",
            "transformations");
    static final List<String> QUERY_KEYS = List.of("group", "version", "select", "where", "join");
    static final List<String> JOIN_KEYS = Stream.concat(
                    QUERY_KEYS.stream(), Stream.of("on", "prefix", "strictly-before", "lookback", "required"))
            .toList();
    static final List<String> SELECT_KEYS = List.of("except", "row");
    static final List<String> SELECT_WORDS = List.of("features", "all");

    private ViewYaml() {}

    /** The view of a document; absent where anything of it is a problem. */
    static Optional<ViewDraft> read(YamlNode document) {
        int before = document.problems().count();
        Optional<ViewDraft> view =
                Entries.of(document, "a feature view", KEYS).flatMap(entries -> view(document, entries));
        return view.filter(made -> document.problems().count() == before);
    }

    private static Optional<ViewDraft> view(YamlNode document, Entries entries) {
        Optional<String> name = entries.need("view", "the name of the view")
                .flatMap(node -> node.checkedText("the name of a view", text -> Names.check("feature view", text)));
        Optional<Integer> version = GroupYaml.version(entries);
        Optional<QueryDraft> query =
                entries.need("query", "what the view selects").flatMap(node -> query(node, "a query", QUERY_KEYS));
        ViewDraft.Roles roles = new ViewDraft.Roles(
                names(entries, "labels"), names(entries, "training-helpers"), names(entries, "inference-helpers"));
        Optional<PlacedCalls> transformations = PlacedCalls.read(entries, "transformations");
        String description = GroupYaml.description(entries);
        if (name.isEmpty() || version.isEmpty() || query.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ViewDraft(
                document,
                new ViewRef(name.get(), version.get()),
                description,
                query.get(),
                roles,
                transformations.orElse(PlacedCalls.NONE)));
    }

    private static List<YamlNode> names(Entries entries, String key) {
        return entries.get(key).map(YamlNode::list).orElse(List.of());
    }

    private static Optional<QueryDraft> query(YamlNode node, String what, List<String> known) {
        if (node.isScalar()) {
            return node.checkedText("the name of a group", text -> Names.check("feature group", text))
                    .map(group -> new QueryDraft(
                            node, new GroupRef(group, 1), new Selection.Features(), Optional.empty(), List.of()));
        }
        return Entries.of(node, what, known).flatMap(entries -> query(node, entries));
    }

    private static Optional<QueryDraft> query(YamlNode node, Entries entries) {
        Optional<YamlNode> group = entries.need("group", "the feature group to select from");
        Optional<String> name =
                group.flatMap(at -> at.checkedText("the name of a group", text -> Names.check("feature group", text)));
        Optional<Integer> version = GroupYaml.version(entries);
        Optional<YamlNode> select = entries.get("select");
        Optional<Selection> selection =
                select.isEmpty() ? Optional.of(new Selection.Features()) : selection(select.get());
        Optional<YamlNode> where = entries.get("where");
        List<QueryDraft.Joined> joins = new ArrayList<>();
        entries.get("join")
                .map(YamlNode::list)
                .orElse(List.of())
                .forEach(join -> join(join).ifPresent(joins::add));
        if (name.isEmpty() || version.isEmpty() || selection.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new QueryDraft(
                group.orElse(node), new GroupRef(name.get(), version.get()), selection.get(), where, joins));
    }

    private static Optional<Selection> selection(YamlNode node) {
        if (node.isMapping()) {
            return Entries.of(node, "a selection", SELECT_KEYS).flatMap(entries -> {
                if (entries.keys().size() != 1) {
                    node.problem("a selection has one of the keys " + String.join(", ", SELECT_KEYS));
                    return Optional.empty();
                }
                Optional<Selection> row = entries.get("row").map(list -> new Selection.Row(list.list()));
                return row.or(() -> entries.get("except").map(list -> new Selection.Except(list.list())));
            });
        }
        if (node.isScalar()) {
            return node.choice("selection", SELECT_WORDS)
                    .map(word -> word.equals("all") ? new Selection.All() : new Selection.Features());
        }
        return Optional.of(new Selection.Named(node.list()));
    }

    private static Optional<QueryDraft.Joined> join(YamlNode node) {
        Optional<QueryDraft> query = query(node, "a join", JOIN_KEYS);
        if (query.isEmpty() || node.isScalar()) {
            return query.map(plain -> new QueryDraft.Joined(plain, Join.inferred(), node));
        }
        Entries entries = Entries.of(node, "a join").orElseThrow();
        Optional<YamlNode> on = entries.get("on");
        List<KeyPair> keys = on.map(ViewYaml::keys).orElse(List.of());
        Optional<String> prefix = entries.get("prefix").flatMap(at -> at.text("a prefix"));
        boolean strict = isTrue(entries, "strictly-before");
        boolean required = isTrue(entries, "required");
        Optional<Duration> lookback = entries.get("lookback").flatMap(at -> at.duration("a lookback"));
        return node.checked(() -> new Join(keys, prefix.orElse(""), strict, lookback, required))
                .map(how -> new QueryDraft.Joined(
                        query.get(), how, on.orElse(query.get().at())));
    }

    private static boolean isTrue(Entries entries, String key) {
        return entries.get(key).flatMap(node -> node.flag("'" + key + "'")).orElse(false);
    }

    /** Columns of the same name on both sides, or {@code left: right}. */
    private static List<KeyPair> keys(YamlNode on) {
        List<KeyPair> pairs = new ArrayList<>();
        for (YamlNode element : on.list()) {
            if (element.isMapping()) {
                Entries entries = Entries.of(element, "a key").orElseThrow();
                entries.keys()
                        .keySet()
                        .forEach(left -> entries.get(left)
                                .flatMap(right -> right.text("a column"))
                                .ifPresent(right -> pairs.add(new KeyPair(left, right))));
            } else {
                element.text("a column").ifPresent(column -> pairs.add(new KeyPair(column, column)));
            }
        }
        return pairs;
    }
}
