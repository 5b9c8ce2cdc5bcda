package io.shearwater.grpc;

import io.shearwater.api.Deployment;
import io.shearwater.api.FeatureView;
import io.shearwater.gate.Kept;
import io.shearwater.gate.ViewForm;
import io.shearwater.grpc.v1.GetVectorsRequest;
import io.shearwater.model.Schema;
import io.shearwater.wire.EntryParser;
import java.util.Optional;

/** Views and deployments that were asked for before, with what is read off them for each request. Thread-safe. */
final class ServedViews {
    private final RpcServices services;
    private final Kept<ViewForm, View> views;
    private final Kept<DeploymentKey, Answering> deployments;

    ServedViews(RpcServices services) {
        this.services = services;
        this.views = new Kept<>(services.gate());
        this.deployments = new Kept<>(services.gate());
    }

    /** Which view a request asks for, and which form of it. */
    static ViewForm form(GetVectorsRequest request) {
        int dataset = request.getTrainingDataset();
        return new ViewForm(
                request.getProject(),
                request.getView(),
                request.getVersion(),
                dataset > 0 ? Optional.of(dataset) : Optional.empty(),
                request.getUntransformed(),
                request.getLogged());
    }

    private record DeploymentKey(String project, String name) {}

    /** A deployment, and what entries for it may name. */
    record Answering(Deployment deployment, EntryParser entries) {}

    /** A view, and what entries for it may name. */
    static final class View {
        private final FeatureView view;
        private final EntryParser entries;
        private volatile VectorLayout layout;

        private View(FeatureView view) {
            this.view = view;
            this.entries = EntryParser.of(view);
            this.layout = VectorLayout.of(view.featureSchema());
        }

        FeatureView view() {
            return view;
        }

        EntryParser entries() {
            return entries;
        }

        VectorLayout layout() {
            return layout;
        }

        /** The layout of vectors with these columns, which are those of the view but for what was added to it since. */
        @SuppressWarnings(
                "ReferenceEquality") // a view gives the same schema each time; comparing hundreds of names would not
        // pay
        VectorLayout layout(Schema columns) {
            VectorLayout known = layout;
            if (known.columns() != columns) {
                known = VectorLayout.of(columns);
                layout = known;
            }
            return known;
        }
    }

    /** Whether a view is at hand, so that asking for it does not wait for the disk. */
    boolean has(ViewForm form) {
        return views.has(form);
    }

    View view(ViewForm form) {
        return views.get(form, () -> new View(form.of(services.store(form.project()))));
    }

    Answering deployment(String project, String name) {
        return deployments.get(new DeploymentKey(project, name), () -> {
            Deployment deployment = services.store(project).deployments().deployment(name);
            return new Answering(deployment, EntryParser.of(deployment.schema()));
        });
    }
}
