package io.shearwater.client;

import io.shearwater.api.DefinitionChange;
import io.shearwater.api.Deployments;
import io.shearwater.api.Experiments;
import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.Models;
import io.shearwater.api.ProjectFiles;
import io.shearwater.api.Shares;
import io.shearwater.api.SqlSummary;
import io.shearwater.api.SqlTable;
import io.shearwater.api.StoreDefinitions;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FileSource;
import io.shearwater.model.FrameReader;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Query;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Statistics;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.wire.DefinitionsJson;
import io.shearwater.wire.FeatureGroupJson;
import io.shearwater.wire.FeatureViewJson;
import io.shearwater.wire.FileForm;
import io.shearwater.wire.FileFormJson;
import io.shearwater.wire.JsonObject;
import io.shearwater.wire.JsonValue;
import io.shearwater.wire.ProgramCode;
import io.shearwater.wire.QueryJson;
import io.shearwater.wire.StatisticsJson;
import io.shearwater.wire.TransformationJson;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A project of a store on a server, with everything that one in this process has. Thread-safe.
 *
 * <p>Rows come and go as streams, of which a few pieces are in memory. What reads, and inserts, are asked again by themselves where
 * the server is busy or a connection breaks; each insert has an idempotency key, so that none is done twice. What the server
 * refuses is thrown as it said it.
 */
public final class RemoteFeatureStore implements FeatureStore {
    private final Http http;
    private final String project;
    private final RemoteSql sql;

    private RemoteFeatureStore(Http http, String project) {
        this.http = http;
        this.project = project;
        this.sql = new RemoteSql(http);
    }

    /**
     * Proves to a server who asks, and gives a project there.
     *
     * @param address as {@code https://features.example.com}, or a name with or without a port, which means TLS unless it is this
     *     machine
     * @throws ShearwaterException BAD_ADDRESS, NOT_SAFE, NO_KEY, UNREACHABLE; what the server refuses
     */
    public static RemoteFeatureStore connect(String address, String project, String apiKey) {
        return connect(ConnectOptions.of(address, apiKey).withProject(project));
    }

    /**
     * As {@link #connect(String, String, String)}, with times and trust of one's own.
     *
     * @throws ShearwaterException also WHICH_PROJECT where none is named and the key is a member of none, or of several
     */
    public static RemoteFeatureStore connect(ConnectOptions options) {
        if (options.apiKey().isBlank()) {
            throw ClientError.NO_KEY.because("There is no API key. Give one, or set SHEARWATER_API_KEY.");
        }
        if (!options.apiKey().chars().allMatch(letter -> letter > ' ' && letter < 127)) {
            throw ClientError.NO_KEY.because(
                    "The API key has characters that no key has; it looks like sw_… (it is not shown here).");
        }
        URI address = Address.of(options.address(), options.plainHttp());
        Http server = new Http(address, options);
        try {
            String project = project(server, options);
            server.close();
            return new RemoteFeatureStore(
                    new Http(URI.create(address + "/api/v1/projects/" + project), options), project);
        } catch (RuntimeException | Error failed) {
            server.close();
            throw failed;
        }
    }

    private static String project(Http server, ConnectOptions options) {
        JsonObject who = server.json(Ask.get("api", "v1", "whoami").named("connecting"));
        List<String> known = who.member("projects").map(JsonValue::text).keySet().stream()
                .sorted()
                .toList();
        if (options.project().isEmpty()) {
            if (known.size() == 1) {
                return known.getFirst();
            }
            throw ClientError.WHICH_PROJECT.because(
                    "Which project? Name it, or set SHEARWATER_PROJECT; the key is a member of "
                            + (known.isEmpty() ? "none yet" : String.join(", ", known)) + ".");
        }
        String wanted = options.project().get();
        if (!known.contains(wanted)) {
            // The server says it in its own words.
            server.done(Ask.get("api", "v1", "projects", wanted).named("connecting"));
        }
        return wanted;
    }

    @Override
    public String project() {
        return project;
    }

    // ---- groups

    private RemoteGroup group(JsonObject answer) {
        return new RemoteGroup(
                http, RemoteTags.without(answer, FeatureGroupJson.SPECS).ref());
    }

    @Override
    public FeatureGroup createFeatureGroup(FeatureGroupSpec spec) {
        return group(made(creating(spec)));
    }

    /** Makes a definition; of code that the server lacks, it is said how it gets there. */
    private JsonObject made(Ask ask) {
        try {
            return http.json(ask);
        } catch (ShearwaterException refused) {
            String message = String.valueOf(refused.getMessage());
            if (Set.of("BAD_FUNCTION", "MISSING_CODE").contains(refused.code().name())
                    && message.contains("class path")) {
                throw new ShearwaterException(
                        refused.code(),
                        message
                                + " That is the class path of the server, which takes no classes from a program's memory:"
                                + " its owner of data has to put the jar there.",
                        refused);
            }
            throw refused;
        }
    }

    private static Ask creating(FeatureGroupSpec spec) {
        return Ask.post(RemoteGroup.GROUPS)
                .work()
                .named("make feature group '" + spec.name() + "' version " + spec.version())
                .json(FeatureGroupJson.DECLARED.write(spec));
    }

    @Override
    public FeatureGroup getOrCreateFeatureGroup(FeatureGroupSpec spec) {
        return group(made(creating(spec).query("if_absent", true).repeatable()));
    }

    @Override
    public FeatureGroup featureGroup(String name, int version) {
        return group(http.json(Ask.get(RemoteGroup.GROUPS, name, version)));
    }

    @Override
    public FeatureGroup featureGroup(String name) {
        return group(http.json(Ask.get(RemoteGroup.GROUPS, name)));
    }

    @Override
    public Optional<FeatureGroup> findFeatureGroup(String name, int version) {
        try {
            return found(() -> featureGroup(name, version));
        } catch (ShearwaterException withdrawn) {
            // A group of another project that is no longer shared with this one.
            if (withdrawn.code().name().equals("NOT_SHARED")) {
                return Optional.empty();
            }
            throw withdrawn;
        }
    }

    /** What is there, if the server has it. */
    static <T> Optional<T> found(Supplier<T> work) {
        try {
            return Optional.of(work.get());
        } catch (ShearwaterException missing) {
            if (missing.code().name().equals("NOT_FOUND")) {
                return Optional.empty();
            }
            throw missing;
        }
    }

    @Override
    public List<FeatureGroup> featureGroups() {
        return http.pages(
                Ask.get(RemoteGroup.GROUPS),
                value -> new RemoteGroup(
                        http,
                        value.object(one -> RemoteTags.without(one, FeatureGroupJson.SPECS))
                                .ref()));
    }

    @Override
    public void deleteFeatureGroup(String name, int version) {
        http.done(Ask.of("DELETE", RemoteGroup.GROUPS, name, version).work());
    }

    // ---- views

    private Ask creating(FeatureViewSpec spec) {
        return Ask.post(RemoteView.VIEWS)
                .work()
                .named("make feature view '" + spec.name() + "' version " + spec.version())
                .json(FeatureViewJson.over(RemoteFeatureStore::unknown).write(spec));
    }

    /** Definitions are only written here, for which no group is looked up. */
    private static FeatureGroupSpec unknown(GroupRef group) {
        throw new IllegalStateException("no definition is read here: " + group);
    }

    @Override
    public FeatureView createFeatureView(FeatureViewSpec spec) {
        return RemoteView.of(http, made(creating(spec)));
    }

    @Override
    public FeatureView getOrCreateFeatureView(FeatureViewSpec spec) {
        return RemoteView.of(http, made(creating(spec).query("if_absent", true).repeatable()));
    }

    @Override
    public FeatureView featureView(String name, int version) {
        return RemoteView.of(http, http.json(Ask.get(RemoteView.VIEWS, name, version)));
    }

    @Override
    public FeatureView featureView(String name) {
        return RemoteView.of(http, http.json(Ask.get(RemoteView.VIEWS, name)));
    }

    @Override
    public Optional<FeatureView> findFeatureView(String name, int version) {
        return found(() -> featureView(name, version));
    }

    @Override
    public List<FeatureView> featureViews() {
        return http.pages(Ask.get(RemoteView.VIEWS), value -> value.object(one -> RemoteView.of(http, one)));
    }

    @Override
    public void deleteFeatureView(String name, int version) {
        http.done(Ask.of("DELETE", RemoteView.VIEWS, name, version).work());
    }

    // ---- definitions

    /** A function, with what is wrong with its code. */
    private record Registered(FunctionRef function, String fault) {}

    private List<Registered> functions(Ask ask) {
        return http.json(ask)
                .list(
                        "items",
                        value -> value.object(item -> new Registered(
                                TransformationJson.FUNCTIONS.read(
                                        item.member("function").node(), "$.function"),
                                item.findText("fault"))));
    }

    @Override
    public List<FunctionRef> transformations() {
        return functions(Ask.get("transformations")).stream()
                .map(Registered::function)
                .toList();
    }

    @Override
    public Map<FunctionRef, String> checkTransformations() {
        Map<FunctionRef, String> faults = new LinkedHashMap<>();
        functions(Ask.get("transformations").query("check", true).work()).stream()
                .filter(one -> !one.fault.isEmpty())
                .forEach(one -> faults.put(one.function, one.fault));
        return faults;
    }

    @Override
    public StoreDefinitions definitions() {
        return http.read(Ask.get("definitions").work(), DefinitionsJson.DEFINITIONS::read);
    }

    @Override
    public void changeDefinitions(StoreDefinitions base, List<DefinitionChange> changes) {
        http.done(Ask.post("definitions")
                .work()
                .named("change of definitions")
                .json("{\"base\": " + DefinitionsJson.DEFINITIONS.write(base) + ", \"changes\": " + written(changes)
                        + "}"));
    }

    private static String written(List<DefinitionChange> changes) {
        return DefinitionsJson.changes(RemoteFeatureStore::unknown).write(changes);
    }

    @Override
    public void checkDefinitions(List<DefinitionChange> changes) {
        http.done(Ask.post("definitions", "check").repeatable().json("{\"changes\": " + written(changes) + "}"));
    }

    // ---- queries

    private static Ask querying(Query query, Object... path) {
        return Ask.post(path)
                .repeatable()
                .work()
                .named("query of feature group '" + query.group().name() + "'")
                .json(QueryJson.over(RemoteFeatureStore::unknown).write(query));
    }

    @Override
    public FrameReader reader(Query query) {
        return http.rows(querying(query, "query"));
    }

    @Override
    public String explain(Query query) {
        return http.text(querying(query, "query", "explain").accepting("text/plain"));
    }

    @Override
    public FrameReader sqlReader(String statement) {
        return sqlReader(statement, Map.of());
    }

    @Override
    public FrameReader sqlReader(String statement, Map<String, SqlTable> tables, ZoneId zone) {
        return sql.reader(statement, tables, zone);
    }

    @Override
    public SqlSummary inspectSql(String statement) {
        return sql.inspect(statement, Map.of());
    }

    @Override
    public SqlSummary inspectSql(String statement, Map<String, SqlTable> tables) {
        return sql.inspect(statement, tables);
    }

    @Override
    public String explainSql(String statement, Map<String, SqlTable> tables) {
        return sql.explain(statement, tables);
    }

    @Override
    public Optional<String> codeDigest(Class<?> code) {
        return ProgramCode.digest(code);
    }

    // ---- what else there is

    @Override
    public ProjectFiles files() {
        return new RemoteFiles(http);
    }

    @Override
    public Experiments experiments() {
        return new RemoteExperiments(http);
    }

    @Override
    public Shares shares() {
        return new RemoteShares(http);
    }

    @Override
    public Models models() {
        return new RemoteModels(http, this);
    }

    @Override
    public Deployments deployments() {
        return new RemoteDeployments(http);
    }

    // ---- rows and files that are only worked on

    @Override
    public Statistics statistics(FrameReader rows, StatisticsSpec wanted) {
        try (Attachments along = new Attachments()) {
            along.add(rows);
            return http.read(
                    worked("row-statistics").with(along.body(StatisticsJson.SPECS.write(wanted))),
                    StatisticsJson.STATISTICS::read);
        }
    }

    private static Ask worked(Object... path) {
        return Ask.post(path).repeatable().work();
    }

    @Override
    public FrameReader reader(FileSource source) {
        Attachments along = new Attachments();
        along.add(source.paths());
        Ask ask = worked("file-rows")
                .named("read of " + source.paths())
                .with(along.body(FileFormJson.FORMS.write(FileForm.of(source))));
        return along.rows(() -> http.rows(ask));
    }

    @Override
    public long writeFile(FrameReader rows, Path file) {
        long[] count = {0};
        try (Attachments along = new Attachments()) {
            along.add(new Outgoing(rows, sent -> count[0] = sent));
            // Before all rows go to the server and back.
            FileSource.format(file);
            RemoteFiles.requireDirectory(file);
            new RemoteFiles(http)
                    .receive(
                            worked("row-files")
                                    .query("name", RemoteFiles.plainName(file))
                                    .named("write of '" + file + "'")
                                    .with(along.body("{}")),
                            file);
        }
        return count[0];
    }

    @Override
    public void close() {
        http.close();
    }

    @Override
    public String toString() {
        return "feature store of project " + project + " at " + http.options().address();
    }
}
