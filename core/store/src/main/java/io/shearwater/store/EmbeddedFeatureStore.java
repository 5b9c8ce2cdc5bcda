package io.shearwater.store;

import io.shearwater.api.DefinitionChange;
import io.shearwater.api.Deployments;
import io.shearwater.api.Experiments;
import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.GroupDefinition;
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
import io.shearwater.model.TransformationCall;
import io.shearwater.model.ViewRef;
import io.shearwater.registry.GroupRecord;
import io.shearwater.registry.Registry;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;
import io.shearwater.spi.SpiError;
import io.shearwater.transform.StatisticsAccumulator;
import io.shearwater.wire.ProgramCode;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A project of a store in this process. */
final class EmbeddedFeatureStore implements FeatureStore {
    private final StoreParts parts;
    private final ExternalFiles files;
    private final ProjectFiles projectFiles;
    private final EmbeddedLearning learning;
    private final Runnable close;

    /**
     * A handle on a project.
     *
     * @param close what closing the handle does, however often
     */
    EmbeddedFeatureStore(StoreParts parts, EmbeddedLearning learning, Runnable close) {
        this.parts = parts;
        this.learning = learning;
        this.files = new ExternalFiles(parts.engine());
        this.projectFiles = new EmbeddedFiles(parts);
        this.close = close;
    }

    /** For tests of this package. */
    StoreParts parts() {
        return parts;
    }

    private Registry registry() {
        parts.requireOpen();
        return parts.registry();
    }

    @Override
    public String project() {
        return parts.registry().project();
    }

    // ---- feature groups

    @Override
    public FeatureGroup createFeatureGroup(FeatureGroupSpec spec) {
        parts.requireWritable("create a feature group");
        registry().requireUnshared(spec.ref());
        if (registry().findGroup(spec.ref()).isPresent()) {
            throw StoreError.ALREADY_EXISTS.because("The feature group '" + spec.name() + "' version " + spec.version()
                    + " exists. Use getOrCreateFeatureGroup, or version " + (spec.version() + 1) + ".");
        }
        new GroupCreation(parts).create(spec);
        return new EmbeddedFeatureGroup(parts, spec.ref());
    }

    @Override
    public FeatureGroup getOrCreateFeatureGroup(FeatureGroupSpec spec) {
        Optional<GroupRecord> stored = registry().findGroup(spec.ref());
        if (stored.isEmpty()) {
            parts.requireWritable("create a feature group");
            registry().requireUnshared(spec.ref());
            try {
                new GroupCreation(parts).create(spec);
                return new EmbeddedFeatureGroup(parts, spec.ref());
            } catch (ShearwaterException failed) {
                if (failed.code() != SpiError.ALREADY_EXISTS) {
                    throw failed;
                }
                // Another thread was faster: compare with what it made.
                stored = registry().findGroup(spec.ref());
            }
        }
        List<String> differences = Definitions.differences(
                parts.rules().digested(spec), stored.orElseThrow().spec());
        if (!differences.isEmpty()) {
            throw StoreError.ALREADY_EXISTS.because("The feature group '" + spec.name() + "' version " + spec.version()
                    + " exists and is defined otherwise: " + String.join("; ", differences) + ". Use version "
                    + (spec.version() + 1) + " for another definition.");
        }
        return new EmbeddedFeatureGroup(parts, spec.ref());
    }

    @Override
    public FeatureGroup featureGroup(String name, int version) {
        return new EmbeddedFeatureGroup(
                parts, registry().readable(new GroupRef(name, version)).spec().ref());
    }

    @Override
    public FeatureGroup featureGroup(String name) {
        return new EmbeddedFeatureGroup(
                parts, registry().latestReadable(name).spec().ref());
    }

    @Override
    public Optional<FeatureGroup> findFeatureGroup(String name, int version) {
        return registry()
                .findReadable(new GroupRef(name, version))
                .map(group -> new EmbeddedFeatureGroup(parts, group.spec().ref()));
    }

    @Override
    public List<FeatureGroup> featureGroups() {
        return registry().readables().stream()
                .<FeatureGroup>map(
                        group -> new EmbeddedFeatureGroup(parts, group.spec().ref()))
                .toList();
    }

    @Override
    public void deleteFeatureGroup(String name, int version) {
        parts.requireWritable("delete a feature group");
        GroupRecord group = registry().group(new GroupRef(name, version));
        parts.offline()
                .tables()
                .drop(
                        group,
                        (tx, record) -> registry()
                                .remove(tx, registry().key(record.spec().ref())));
        parts.logs().forget(group.spec().ref());
    }

    // ---- feature views

    @Override
    public FeatureView createFeatureView(FeatureViewSpec spec) {
        parts.requireWritable("create a feature view");
        if (registry().findView(spec.ref()).isPresent()) {
            throw StoreError.ALREADY_EXISTS.because("The feature view '" + spec.name() + "' version " + spec.version()
                    + " exists. Use getOrCreateFeatureView, or version " + (spec.version() + 1) + ".");
        }
        if (!spec.query().filled().isEmpty()) {
            new DefinitionUpdate(parts).change(new DefinitionChange.CreateView(spec));
            return view(spec.ref());
        }
        FeatureViewSpec checked = parts.rules().registered(spec);
        registry().store().change(registry().actor(), tx -> {
            registry().createView(tx, checked);
            tx.audit(project(), "create", "feature view " + spec.ref());
            return spec;
        });
        return view(spec.ref());
    }

    @Override
    public FeatureView getOrCreateFeatureView(FeatureViewSpec spec) {
        Optional<FeatureViewSpec> stored = registry().findView(spec.ref());
        if (stored.isEmpty()) {
            return createFeatureView(spec);
        }
        FeatureViewSpec given = parts.rules().digested(spec);
        if (!Registry.sameDefinition(given, stored.get())) {
            boolean sameCalls = TransformationCall.same(
                    given.transformations(), stored.get().transformations());
            throw StoreError.ALREADY_EXISTS.because("The feature view '" + spec.name() + "' version " + spec.version()
                    + " exists and is defined otherwise: stored is "
                    + (sameCalls ? stored.get().query() : changedCalls(given, stored.get())) + ". Use version "
                    + (spec.version() + 1) + " for another definition.");
        }
        return view(spec.ref());
    }

    /** What of the transformations is other than stored; the same call again means another body. */
    private static String changedCalls(FeatureViewSpec given, FeatureViewSpec stored) {
        return stored.transformations() + ", given is " + given.transformations()
                + (stored.transformations()
                                .toString()
                                .equals(given.transformations().toString())
                        ? " with other code"
                        : "");
    }

    private FeatureView view(ViewRef ref) {
        return new EmbeddedFeatureView(parts, registry().view(ref));
    }

    @Override
    public FeatureView featureView(String name, int version) {
        return view(new ViewRef(name, version));
    }

    @Override
    public FeatureView featureView(String name) {
        return view(registry().latestView(name).ref());
    }

    @Override
    public Optional<FeatureView> findFeatureView(String name, int version) {
        return registry().findView(new ViewRef(name, version)).map(spec -> new EmbeddedFeatureView(parts, spec));
    }

    @Override
    public List<FunctionRef> transformations() {
        return registry().functions();
    }

    @Override
    public Map<FunctionRef, String> checkTransformations() {
        return parts.functions().findBroken(transformations());
    }

    @Override
    public List<FeatureView> featureViews() {
        return registry().views().stream()
                .<FeatureView>map(spec -> new EmbeddedFeatureView(parts, spec))
                .toList();
    }

    @Override
    public void deleteFeatureView(String name, int version) {
        parts.requireWritable("delete a feature view");
        ViewRef ref = new ViewRef(name, version);
        if (registry()
                .findView(ref)
                .filter(view -> !view.query().filled().isEmpty())
                .isPresent()) {
            new DefinitionUpdate(parts).change(new DefinitionChange.DeleteView(ref));
            return;
        }
        DefinitionKey key = new DefinitionKey(project(), Kind.FEATURE_VIEW, name, version);
        registry().store().change(registry().actor(), tx -> {
            registry().remove(tx, key);
            tx.audit(project(), "delete", key.toString());
            return key;
        });
    }

    // ---- both

    @Override
    public StoreDefinitions definitions() {
        parts.requireOpen();
        return new DefinitionUpdate(parts).read();
    }

    @Override
    public void changeDefinitions(StoreDefinitions base, List<DefinitionChange> changes) {
        parts.requireWritable("change its definitions");
        new DefinitionUpdate(parts).change(base, changes);
    }

    @Override
    public void checkDefinitions(List<DefinitionChange> changes) {
        parts.requireOpen();
        changes.forEach(change -> {
            switch (change) {
                case DefinitionChange.CreateGroup(GroupDefinition group) ->
                    parts.rules().checked(group.spec());
                case DefinitionChange.CreateView(FeatureViewSpec view) ->
                    parts.rules().checked(view);
                default -> {}
            }
        });
    }

    // ---- reads

    @Override
    public FrameReader reader(Query query) {
        parts.requireOpen();
        return new QueryReads(parts).read(query);
    }

    @Override
    public FrameReader sqlReader(String statement) {
        parts.requireOpen();
        return new SqlReads(parts).read(statement, Map.of(), ZoneOffset.UTC);
    }

    @Override
    public FrameReader sqlReader(String statement, Map<String, SqlTable> tables, ZoneId zone) {
        parts.requireOpen();
        return new SqlReads(parts).read(statement, tables, zone);
    }

    @Override
    public SqlSummary inspectSql(String statement) {
        parts.requireOpen();
        return new SqlReads(parts).inspect(statement);
    }

    @Override
    public SqlSummary inspectSql(String statement, Map<String, SqlTable> tables) {
        parts.requireOpen();
        return new SqlReads(parts).inspect(statement, tables);
    }

    @Override
    public Optional<String> codeDigest(Class<?> code) {
        return ProgramCode.digest(code);
    }

    @Override
    public String explainSql(String statement, Map<String, SqlTable> tables) {
        parts.requireOpen();
        return new SqlReads(parts).explain(statement, tables);
    }

    @Override
    public String explain(Query query) {
        parts.requireOpen();
        return new QueryReads(parts).explain(query);
    }

    @Override
    public ProjectFiles files() {
        return projectFiles;
    }

    @Override
    public Shares shares() {
        return new EmbeddedShares(parts);
    }

    @Override
    public Experiments experiments() {
        parts.requireOpen();
        return learning.experiments();
    }

    @Override
    public Models models() {
        parts.requireOpen();
        return learning.models();
    }

    @Override
    public Deployments deployments() {
        parts.requireOpen();
        return learning.deployments();
    }

    @Override
    public Statistics statistics(FrameReader rows, StatisticsSpec wanted) {
        StatisticsAccumulator all = new StatisticsAccumulator(rows.schema(), wanted).addAll(rows);
        return new Statistics("the given rows", 0, all.rows(), 0, all.columns(), all.correlations());
    }

    @Override
    public FrameReader reader(FileSource source) {
        parts.requireOpen();
        return files.read(source);
    }

    @Override
    public long writeFile(FrameReader rows, Path file) {
        parts.requireOpen();
        return files.write(rows, file);
    }

    @Override
    public void close() {
        close.run();
    }

    @Override
    public String toString() {
        return "feature store of project " + project();
    }
}
