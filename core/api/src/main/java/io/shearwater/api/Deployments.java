package io.shearwater.api;

import io.shearwater.learning.DeploymentSpec;
import java.util.List;
import java.util.Optional;

/** The deployments of a project. They are there again when the store is opened again. Thread-safe. */
public interface Deployments {
    /**
     * Makes a deployment, or changes the one of its name: the models are loaded and tried first, then requests go to them; requests
     * that are under way end with those that they began with. None fails.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND for a model or view; BAD_DEFINITION for models with other requests
     *     than the deployment has now, or that cannot stand for one another; WRONG_FEATURES; nothing has changed then
     */
    Deployment deploy(DeploymentSpec spec);

    /**
     * The deployment of a name.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND, suggesting the nearest name
     */
    Deployment deployment(String name);

    Optional<Deployment> find(String name);

    /** All of them, by name. */
    List<DeploymentSpec> list();

    /** Ends a deployment; its log stays. */
    void remove(String name);
}
