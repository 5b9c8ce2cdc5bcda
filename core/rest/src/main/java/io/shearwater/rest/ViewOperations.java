package io.shearwater.rest;

import static io.shearwater.rest.Operations.PROJECT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.api.FeatureView;
import io.shearwater.gate.Action;
import io.shearwater.gate.ViewForm;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.Field;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.wire.FeatureViewJson;
import io.shearwater.wire.SchemaJson;
import io.shearwater.wire.SkewReportJson;
import java.util.List;
import java.util.Optional;

/** Feature views: what they are. */
final class ViewOperations {
    static final String VIEWS = PROJECT + "/feature-views";
    static final String VIEW = VIEWS + "/{view}/{version}";

    private ViewOperations() {}

    static List<Operation> list() {
        return Operations.together(views(), looks());
    }

    private static List<Operation> views() {
        return List.of(
                Page.paged(Operation.of(
                                Verb.GET,
                                VIEWS,
                                Action.READ_VIEWS,
                                "The feature views",
                                call -> Answer.json(
                                        Json.page(call, call.store().featureViews(), ViewOperations::json))))
                        .givesPage("FeatureView"),
                Operation.of(Verb.POST, VIEWS, Action.EDIT_VIEWS, "Make a feature view", ViewOperations::create)
                        .parameter("if_absent", "boolean", "true: the one that is there, if there is one like it")
                        .takes("NewFeatureView")
                        .creates("FeatureView"),
                Operation.of(
                                Verb.GET,
                                VIEWS + "/{view}",
                                Action.READ_VIEWS,
                                "The newest version of a feature view",
                                call -> Answer.json(described(call.store().featureView(call.place("view")))))
                        .gives("FeatureView"),
                Operation.of(
                                Verb.GET,
                                VIEW + "/schema",
                                Action.READ_VIEWS,
                                "The features that it gives, in their order, or what it needs at a request",
                                ViewOperations::schema)
                        .parameter("of", "string", "features, serving_keys or request_parameters; features by itself")
                        .parameter("training_dataset", "integer", "The version whose learnt transformations count")
                        .parameter("untransformed", "boolean", "true: without the transformations of the view")
                        .gives("FeatureSchema"),
                Operation.of(
                                Verb.GET,
                                VIEW,
                                Action.READ_VIEWS,
                                "A feature view, with what it needs at a request and what it gives",
                                call -> Answer.json(described(fitted(call))))
                        .parameter("training_dataset", "integer", "The version whose learnt transformations count")
                        .parameter("untransformed", "boolean", "true: without the transformations of the view")
                        .gives("FeatureView"),
                Operation.of(
                        Verb.DELETE,
                        VIEW,
                        Action.EDIT_VIEWS,
                        "Delete a feature view, if no training dataset, model or deployment needs it",
                        ViewOperations::delete));
    }

    private static List<Operation> looks() {
        return List.of(
                Operation.of(
                                Verb.GET,
                                VIEW + "/explain",
                                Action.READ_VIEWS,
                                "How its training data and vectors come about, as text",
                                call -> new Answer.Text(
                                        "text/plain; charset=utf-8", view(call).explain()))
                        .gives("Text"),
                Operation.of(
                                Verb.GET,
                                VIEW + "/skew",
                                Action.READ_STATISTICS,
                                "Whether vectors that were served and logged are those that the history gives",
                                call -> Answer.json(
                                        SkewReportJson.REPORTS.node(view(call).verifySkew(Samples.of(call)))))
                        .parameter("most", "integer", "How many vectors at most; 1000 by itself")
                        .parameter("share", "number", "About this share of them; 1 by itself")
                        .parameter("from", "string", "Of requests after this instant")
                        .parameter("to", "string", "Of requests up to and with this instant")
                        .gives("SkewReport"));
    }

    /** The view of a path; with {@code training_dataset}, as that version learnt its transformations. */
    static FeatureView view(Call call) {
        return call.store().featureView(call.place("view"), call.number("version"));
    }

    static FeatureView fitted(Call call) {
        return form(call, false).of(call.store());
    }

    /** Which view a call asks for, and in which form. */
    static ViewForm form(Call call, boolean logged) {
        return new ViewForm(
                call.project(),
                call.place("view"),
                call.number("version"),
                call.queryNumber("training_dataset", Integer.MIN_VALUE, Integer.MAX_VALUE)
                        .map(Long::intValue),
                call.flag("untransformed"),
                logged);
    }

    private static ObjectNode json(FeatureView view) {
        ObjectNode node = (ObjectNode) FeatureViewJson.SPECS.node(view.spec());
        Tags.add(node, view.tags());
        return node;
    }

    private static ObjectNode described(FeatureView view) {
        ObjectNode node = json(view);
        Optional<Schema> features = features(view);
        // Which keys it needs does not depend on what transformations learn; the store asks for that all the same.
        FeatureView open = features.isPresent() ? view : view.untransformed();
        try {
            List<Field> keys = open.servingKeys();
            List<Field> parameters = open.requestParameters();
            node.set("serving_keys", SchemaJson.nodes(keys));
            node.set("request_parameters", SchemaJson.nodes(parameters));
        } catch (ShearwaterException notServed) {
            // A view over a group that is not online is one all the same; who asks it for vectors is told.
            if (notServed.kind() != ErrorKind.USER) {
                throw notServed;
            }
        }
        features.ifPresent(schema -> node.set("feature_schema", SchemaJson.nodes(schema.fields())));
        return node;
    }

    private static Answer schema(Call call) {
        FeatureView view = fitted(call);
        String of = call.query("of").orElse("features");
        List<Field> fields = switch (of) {
            case "features" -> view.featureSchema().fields();
            case "serving_keys" -> view.servingKeys();
            case "request_parameters" -> view.requestParameters();
            default ->
                throw RestError.BAD_PARAMETER.because(
                        "'of' is '" + Texts.shown(of) + "'; it is features, serving_keys or request_parameters.");
        };
        return Answer.json(Json.object().set("fields", SchemaJson.nodes(fields)));
    }

    /** What it gives; empty where transformations learn and no version says what they learnt. */
    private static Optional<Schema> features(FeatureView view) {
        try {
            return Optional.of(view.featureSchema());
        } catch (ShearwaterException unknown) {
            if (unknown.code().name().equals("NOT_FITTED")) {
                return Optional.empty();
            }
            throw unknown;
        }
    }

    private static Answer create(Call call) {
        var spec = FeatureViewJson.over(ref ->
                        call.store().featureGroup(ref.name(), ref.version()).spec())
                .read(call.text());
        call.readable().require(spec.query());
        return Answer.created(described(
                call.flag("if_absent")
                        ? call.store().getOrCreateFeatureView(spec)
                        : call.store().createFeatureView(spec)));
    }

    private static Answer delete(Call call) {
        call.store().deleteFeatureView(call.place("view"), call.number("version"));
        return Answer.done();
    }
}
