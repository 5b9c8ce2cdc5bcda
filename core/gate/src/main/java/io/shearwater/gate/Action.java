package io.shearwater.gate;

import static io.shearwater.access.Permission.AUDIT_READ;
import static io.shearwater.access.Permission.DEPLOYMENTS_EDIT;
import static io.shearwater.access.Permission.DEPLOYMENTS_READ;
import static io.shearwater.access.Permission.EXPERIMENTS_EDIT;
import static io.shearwater.access.Permission.EXPERIMENTS_READ;
import static io.shearwater.access.Permission.FEATURES_READ;
import static io.shearwater.access.Permission.FEATURES_WRITE;
import static io.shearwater.access.Permission.FEATURE_GROUPS_EDIT;
import static io.shearwater.access.Permission.FEATURE_VIEWS_EDIT;
import static io.shearwater.access.Permission.FILES_DELETE;
import static io.shearwater.access.Permission.FILES_READ;
import static io.shearwater.access.Permission.FILES_WRITE;
import static io.shearwater.access.Permission.MEMBERS_EDIT;
import static io.shearwater.access.Permission.MEMBERS_READ;
import static io.shearwater.access.Permission.METADATA_READ;
import static io.shearwater.access.Permission.MODELS_ADD;
import static io.shearwater.access.Permission.MODELS_PROMOTE;
import static io.shearwater.access.Permission.MODELS_READ;
import static io.shearwater.access.Permission.MODELS_REMOVE;
import static io.shearwater.access.Permission.PREDICT;
import static io.shearwater.access.Permission.PROJECT_DELETE;
import static io.shearwater.access.Permission.SECRETS;
import static io.shearwater.access.Permission.SECRETS_PRIVATE;
import static io.shearwater.access.Permission.SHARE;
import static io.shearwater.access.Permission.STATISTICS_READ;
import static io.shearwater.access.Permission.TRAINING_DATA_EDIT;
import static io.shearwater.access.Permission.TRAINING_DATA_READ;

import io.shearwater.access.Permission;
import java.util.Optional;

/**
 * Everything that can be asked of a server, whatever the protocol: what it is called in the audit and in the metrics, the right
 * that it needs, whether it changes something and how much work it may be. The one place that says so.
 */
public enum Action {
    // Of the server
    OPEN("open", Level.PUBLIC, Effect.READS, Load.LIGHT),
    WHO_AM_I("who-am-i", Level.ANYBODY, Effect.READS, Load.LIGHT),
    LIST_PROJECTS("projects.list", Level.ANYBODY, Effect.READS, Load.LIGHT),
    CREATE_PROJECT("projects.create", Level.ADMINISTRATOR, Effect.CHANGES, Load.LIGHT),
    LIST_USERS("users.list", Level.ADMINISTRATOR, Effect.READS, Load.LIGHT),
    CHANGE_USERS("users.change", Level.ADMINISTRATOR, Effect.CHANGES, Load.LIGHT),
    CHANGE_QUOTAS("quotas.change", Level.ADMINISTRATOR, Effect.CHANGES, Load.LIGHT),
    READ_SERVER_AUDIT("audit.read-all", Level.ADMINISTRATOR, Effect.READS, Load.HEAVY),
    READ_METRICS("metrics.read", Level.ADMINISTRATOR, Effect.READS, Load.LIGHT),
    LIST_KEYS("keys.list", Level.ANYBODY, Effect.READS, Load.LIGHT),
    CHANGE_KEYS("keys.change", Level.ANYBODY, Effect.CHANGES, Load.LIGHT),

    // Of a project
    DESCRIBE_PROJECT("projects.describe", METADATA_READ, Effect.READS, Load.LIGHT),
    DELETE_PROJECT("projects.delete", PROJECT_DELETE, Effect.CHANGES, Load.HEAVY),
    LIST_MEMBERS("members.list", MEMBERS_READ, Effect.READS, Load.LIGHT),
    CHANGE_MEMBERS("members.change", MEMBERS_EDIT, Effect.CHANGES, Load.LIGHT),
    READ_AUDIT("audit.read", AUDIT_READ, Effect.READS, Load.HEAVY),
    LIST_SHARES("shares.list", SHARE, Effect.READS, Load.LIGHT),
    SHARE_GROUP("groups.share", SHARE, Effect.CHANGES, Load.LIGHT),
    READ_OWN_SECRETS("secrets.read-own", SECRETS_PRIVATE, Effect.READS, Load.LIGHT),
    CHANGE_OWN_SECRETS("secrets.change-own", SECRETS_PRIVATE, Effect.CHANGES, Load.LIGHT),
    READ_SECRETS("secrets.read", SECRETS, Effect.READS, Load.LIGHT),
    CHANGE_SECRETS("secrets.change", SECRETS, Effect.CHANGES, Load.LIGHT),

    // Feature groups
    READ_GROUPS("groups.read", METADATA_READ, Effect.READS, Load.LIGHT),
    EDIT_GROUPS("groups.edit", FEATURE_GROUPS_EDIT, Effect.CHANGES, Load.HEAVY),
    READ_STATISTICS("statistics.read", STATISTICS_READ, Effect.READS, Load.HEAVY),
    READ_ROWS("rows.read", Level.GRANTED, Effect.READS, Load.HEAVY),
    READ_ONLINE_ROWS("rows.read-online", Level.GRANTED, Effect.READS, Load.LIGHT),
    INSERT_ROWS("rows.insert", FEATURES_WRITE, Effect.CHANGES, Load.HEAVY),
    DELETE_ROWS("rows.delete", FEATURES_WRITE, Effect.CHANGES, Load.HEAVY),
    MAINTAIN_GROUP("groups.maintain", FEATURES_WRITE, Effect.CHANGES, Load.HEAVY),
    QUERY("sql.query", FEATURES_READ, Effect.READS, Load.HEAVY),

    // Feature views
    READ_VIEWS("views.read", METADATA_READ, Effect.READS, Load.LIGHT),
    EDIT_VIEWS("views.edit", FEATURE_VIEWS_EDIT, Effect.CHANGES, Load.LIGHT),
    READ_VECTORS("vectors.read", Level.GRANTED, Effect.READS, Load.LIGHT),
    READ_BATCH("batch.read", Level.GRANTED, Effect.READS, Load.HEAVY),
    READ_TRAINING_DATA("training-data.read", TRAINING_DATA_READ, Effect.READS, Load.HEAVY),
    EDIT_TRAINING_DATA("training-data.edit", TRAINING_DATA_EDIT, Effect.CHANGES, Load.HEAVY),

    // Models
    READ_EXPERIMENTS("experiments.read", EXPERIMENTS_READ, Effect.READS, Load.LIGHT),
    EDIT_EXPERIMENTS("experiments.edit", EXPERIMENTS_EDIT, Effect.CHANGES, Load.LIGHT),
    TRAIN("models.train", EXPERIMENTS_EDIT, Effect.CHANGES, Load.HEAVY),
    READ_MODELS("models.read", METADATA_READ, Effect.READS, Load.LIGHT),
    READ_MODEL_FILES("models.read-files", MODELS_READ, Effect.READS, Load.HEAVY),
    ADD_MODELS("models.add", MODELS_ADD, Effect.CHANGES, Load.HEAVY),
    PROMOTE_MODELS("models.promote", MODELS_PROMOTE, Effect.CHANGES, Load.LIGHT),
    REMOVE_MODELS("models.remove", MODELS_REMOVE, Effect.CHANGES, Load.LIGHT),
    READ_DEPLOYMENTS("deployments.read", DEPLOYMENTS_READ, Effect.READS, Load.LIGHT),
    EDIT_DEPLOYMENTS("deployments.edit", DEPLOYMENTS_EDIT, Effect.CHANGES, Load.HEAVY),
    ASK_DEPLOYMENT("deployments.predict", PREDICT, Effect.READS, Load.LIGHT),

    // Files
    READ_FILES("files.read", FILES_READ, Effect.READS, Load.HEAVY),
    WRITE_FILES("files.write", FILES_WRITE, Effect.CHANGES, Load.HEAVY),
    DELETE_FILES("files.delete", FILES_DELETE, Effect.CHANGES, Load.LIGHT);

    /** Whether something is different afterwards. */
    public enum Effect {
        READS,
        CHANGES
    }

    /** How much work it may be: what is heavy waits for its turn, so that what is light never does. */
    public enum Load {
        LIGHT,
        HEAVY
    }

    /** Who may, beyond the members of a project. */
    public enum Level {
        /** Everybody, without saying who they are. */
        PUBLIC,
        /** Everybody who says who they are. */
        ANYBODY,
        /** Administrators of the server. */
        ADMINISTRATOR,
        /** Members of the project with the right. */
        MEMBER,
        /**
         * Members who may read features, and restricted ones to whom these were granted. What does it has to ask which columns a
         * caller may read, as only it knows which they are.
         */
        GRANTED
    }

    private final String text;
    private final Level level;
    private final Optional<Permission> permission;
    private final Effect effect;
    private final Load load;

    Action(String text, Level level, Effect effect, Load load) {
        this.text = text;
        this.level = level;
        this.permission = Optional.empty();
        this.effect = effect;
        this.load = load;
    }

    Action(String text, Permission permission, Effect effect, Load load) {
        this.text = text;
        this.level = Level.MEMBER;
        this.permission = Optional.of(permission);
        this.effect = effect;
        this.load = load;
    }

    /** Its name in the audit and the metrics: {@code rows.insert}. */
    public String text() {
        return text;
    }

    public Level level() {
        return level;
    }

    /** The right that a member needs; there is one exactly for the level {@link Level#MEMBER}. */
    public Optional<Permission> permission() {
        return permission;
    }

    public Effect effect() {
        return effect;
    }

    public Load load() {
        return load;
    }
}
