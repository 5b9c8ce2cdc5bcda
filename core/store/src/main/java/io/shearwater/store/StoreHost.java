package io.shearwater.store;

import io.shearwater.api.FeatureStore;
import io.shearwater.registry.Projects;
import io.shearwater.spi.RegistryStore;
import io.shearwater.spi.StoreContext.Mode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The directory of a store that is open in this process with all of its projects: what a server has. The projects share the
 * directory's lock, its memory and its files; their definitions, rows, logs, models, deployments and files are apart, whatever
 * names they have. Thread-safe.
 *
 * <pre>{@code
 * try (StoreHost host = Shearwater.host(Path.of("my-store"), HostOptions.defaults().withActor(requests::actor))) {
 *     FeatureStore fraud = host.createProject("fraud");
 *     …
 * }
 * }</pre>
 */
public final class StoreHost implements AutoCloseable {
    private final HostParts parts;
    private final Opened opened;
    private final Projects projects;
    private final Map<String, Opening> open = new ConcurrentHashMap<>();
    /** Held while projects are made, put together and deleted, not while they work. */
    private final ReentrantLock changing = new ReentrantLock();

    /** A project with the one handle on it that everybody is given. */
    private record Opening(Project project, FeatureStore store) {}

    StoreHost(HostParts parts, Opened opened) {
        this.parts = parts;
        this.opened = opened;
        this.projects = new Projects(parts.registryStore(), parts.actors());
    }

    /** The registry of all projects, for what a server keeps beside their definitions: users, keys, members. */
    public RegistryStore registryStore() {
        parts.requireOpen();
        return parts.registryStore();
    }

    /** The names of all projects, ascending. */
    public List<String> projects() {
        parts.requireOpen();
        return projects.names();
    }

    /**
     * A project. The handle is the same each time and for any number of threads; closing it does nothing, it ends with this
     * host.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND, suggesting the nearest name
     */
    public FeatureStore project(String name) {
        parts.requireOpen();
        Opening known = open.get(name);
        return known != null ? known.store() : opening(name).store();
    }

    private Opening opening(String name) {
        changing.lock();
        try {
            Opening known = open.get(name);
            if (known != null) {
                return known;
            }
            projects.require(name);
            return opened(name);
        } finally {
            changing.unlock();
        }
    }

    private Opening opened(String name) {
        parts.requireOpen();
        Project project = Project.of(parts, name);
        if (parts.mode() == Mode.READ_WRITE) {
            project.recover();
        }
        Opening made = new Opening(project, project.store(StoreHost::stayOpen));
        open.put(name, made);
        return made;
    }

    /**
     * Makes a project.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_NAME, ALREADY_EXISTS, READ_ONLY
     */
    public FeatureStore createProject(String name) {
        parts.requireWritable("create a project");
        changing.lock();
        try {
            if (!projects.isThere(name)) {
                // A deletion that did not end may have left files of another project of this name.
                directories(name).remove();
            }
            projects.create(name);
            return opened(name).store();
        } finally {
            changing.unlock();
        }
    }

    /**
     * Deletes a project with its experiments, runs and files. Handles on it fail from then on.
     *
     * @throws io.shearwater.model.ShearwaterException STILL_NEEDED while it has feature groups, feature views, models or
     *     deployments, naming them; NOT_FOUND, READ_ONLY
     */
    public void deleteProject(String name) {
        parts.requireWritable("delete a project");
        changing.lock();
        try {
            Opening deleted = opening(name);
            projects.delete(name);
            open.remove(name);
            deleted.project().delete();
            directories(name).remove();
        } finally {
            changing.unlock();
        }
    }

    /** What closing a project's handle does. */
    private static void stayOpen() {}

    private ProjectDirectories directories(String name) {
        return new ProjectDirectories(parts.files().directory(), name);
    }

    /** Finishes what the last process could not, in all projects. */
    void recover() {
        projects.names().forEach(this::project);
    }

    /** The one project of a store that is opened for it, whose handle is this host's; made if it is not there. */
    FeatureStore only(String name) {
        changing.lock();
        try {
            if (parts.mode() == Mode.READ_WRITE && !projects.isThere(name)) {
                createProject(name);
            }
            Opening known = open.get(name);
            return (known != null ? known : opened(name)).project().store(this::close);
        } finally {
            changing.unlock();
        }
    }

    /** Ends the deployments, writes what waits to be logged, and gives the directory back. Harmless the second time. */
    @Override
    public void close() {
        changing.lock();
        try {
            if (parts.closed().compareAndSet(false, true)) {
                open.values().forEach(opening -> opened.add(opening.project()));
                opened.close();
            }
        } finally {
            changing.unlock();
        }
    }

    @Override
    public String toString() {
        return "store in " + parts.files().directory().root();
    }
}
