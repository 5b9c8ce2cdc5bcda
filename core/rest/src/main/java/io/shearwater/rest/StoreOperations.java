package io.shearwater.rest;

import static io.shearwater.rest.Operations.PROJECT;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.access.Permission;
import io.shearwater.api.DefinitionChange;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.StoreDefinitions;
import io.shearwater.gate.Action;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Query;
import io.shearwater.wire.DefinitionsJson;
import io.shearwater.wire.FileForm;
import io.shearwater.wire.FileFormJson;
import io.shearwater.wire.JsonObject;
import io.shearwater.wire.JsonValue;
import io.shearwater.wire.StatisticsJson;
import io.shearwater.wire.TransformationJson;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What concerns a project as a whole: its definitions, its functions, and rows and files that are only worked on. */
final class StoreOperations {
    private static final String DEFINITIONS = PROJECT + "/definitions";

    private StoreOperations() {}

    static List<Operation> list() {
        return Operations.together(definitions(), work());
    }

    private static List<Operation> definitions() {
        return List.of(
                Operation.of(
                                Verb.GET,
                                DEFINITIONS,
                                Action.READ_GROUPS,
                                "Everything that is defined, at one moment",
                                call -> Answer.json(DefinitionsJson.DEFINITIONS.node(
                                        call.store().definitions())))
                        .gives("Definitions"),
                Operation.of(
                                Verb.POST,
                                DEFINITIONS,
                                Action.EDIT_GROUPS,
                                "Make several changes of definitions in one transaction, all of them or none",
                                StoreOperations::change)
                        .takes("DefinitionChanges"),
                Operation.of(
                                Verb.POST,
                                DEFINITIONS + "/check",
                                Action.EDIT_GROUPS,
                                "Whether the code of all transformations is at hand that changes bring",
                                StoreOperations::check)
                        .takes("DefinitionChanges"),
                Operation.of(
                                Verb.GET,
                                PROJECT + "/transformations",
                                Action.READ_VIEWS,
                                "The functions of users that groups and views call, and what is wrong with their code",
                                StoreOperations::transformations)
                        .parameter("check", "boolean", "true: look whether their code is as it was registered")
                        .gives("Transformations"));
    }

    private static List<Operation> work() {
        return List.of(
                Operation.of(
                                Verb.POST,
                                PROJECT + "/row-statistics",
                                Action.QUERY,
                                "Statistics of the rows that come with the request",
                                StoreOperations::statistics)
                        .takes("RowsOfRequest")
                        .gives("Statistics"),
                Operation.of(
                                Verb.POST,
                                PROJECT + "/file-rows",
                                Action.QUERY,
                                "The rows of the files that come with the request",
                                StoreOperations::fileRows)
                        .takes("RowsOfRequest")
                        .gives("Rows"),
                Operation.of(
                                Verb.POST,
                                PROJECT + "/row-files",
                                Action.QUERY,
                                "The rows that come with the request, as a file",
                                StoreOperations::rowFile)
                        .parameter("name", "string", "Whose ending tells the format, such as rows.parquet; required")
                        .takes("RowsOfRequest")
                        .gives("Bytes"));
    }

    private static Function<GroupRef, FeatureGroupSpec> groups(FeatureStore store) {
        return ref -> store.featureGroup(ref.name(), ref.version()).spec();
    }

    private static Answer change(Call call) {
        JsonObject body = call.json();
        FeatureStore store = call.store();
        StoreDefinitions base = body.find("base")
                .map(value -> DefinitionsJson.DEFINITIONS.read(value.node(), value.path()))
                .orElseGet(store::definitions);
        List<DefinitionChange> changes = changes(call, body);
        store.changeDefinitions(base, changes);
        return Answer.done();
    }

    private static Answer check(Call call) {
        JsonObject body = call.json();
        body.find("base");
        call.store().checkDefinitions(changes(call, body));
        return Answer.done();
    }

    private static List<DefinitionChange> changes(Call call, JsonObject body) {
        JsonValue wanted = body.member("changes");
        body.requireAllTaken();
        List<DefinitionChange> changes =
                DefinitionsJson.changes(groups(call.store())).read(wanted.node(), wanted.path());
        if (changes.stream().anyMatch(StoreOperations::isOfViews)) {
            call.services().access().require(call.caller().require(), call.project(), Permission.FEATURE_VIEWS_EDIT);
        }
        changes.forEach(change -> {
            if (change instanceof DefinitionChange.CreateView create) {
                Query query = create.view().query();
                call.readable().require(query);
            }
        });
        return changes;
    }

    private static boolean isOfViews(DefinitionChange change) {
        return switch (change) {
            case DefinitionChange.CreateView view -> true;
            case DefinitionChange.DescribeView view -> true;
            case DefinitionChange.DeleteView view -> true;
            default -> false;
        };
    }

    private static Answer transformations(Call call) {
        Map<FunctionRef, String> broken = call.flag("check") ? call.store().checkTransformations() : Map.of();
        ObjectNode node = Json.object();
        ArrayNode items = node.putArray("items");
        call.store().transformations().forEach(function -> {
            ObjectNode item = items.addObject();
            item.set("function", TransformationJson.FUNCTIONS.node(function));
            String fault = broken.get(function);
            if (fault != null) {
                item.put("fault", fault);
            }
        });
        return Answer.json(node);
    }

    private static Answer statistics(Call call) {
        try (Posted posted = Posted.of(call)) {
            return Answer.json(StatisticsJson.STATISTICS.node(
                    call.store().statistics(posted.rows(0), StatisticsJson.SPECS.read(posted.text()))));
        }
    }

    private static Answer fileRows(Call call) {
        Posted posted = Posted.of(call);
        try {
            FileForm form = FileFormJson.FORMS.read(posted.text());
            return posted.answer(posted.told(() -> call.store().reader(form.source(posted.files(0)))));
        } catch (RuntimeException | Error failed) {
            posted.close();
            throw failed;
        }
    }

    private static Answer rowFile(Call call) {
        String name = call.query("name")
                .filter(text -> text.matches("[A-Za-z0-9_-]{1,80}(\\.[a-z0-9]{1,10}){1,2}"))
                .orElseThrow(() -> RestError.BAD_PARAMETER.because(
                        "'name' is missing, or is no name of a file such as rows.parquet."));
        Scratch scratch = Scratch.make();
        try (Posted posted = Posted.of(call)) {
            Path file = scratch.directory().resolve(name);
            call.store().writeFile(posted.rows(0), file);
            return new Answer.Bytes(
                    "application/octet-stream",
                    new OwnedBytes(new BufferedInputStream(Files.newInputStream(file)), scratch));
        } catch (IOException failed) {
            scratch.close();
            throw new UncheckedIOException(failed);
        } catch (RuntimeException | Error failed) {
            scratch.close();
            throw failed;
        }
    }
}
