package io.shearwater.store;

import io.shearwater.api.SharedGroup;
import io.shearwater.api.Shares;
import io.shearwater.model.GroupRef;
import io.shearwater.model.ViewRef;
import io.shearwater.registry.GroupRecord;
import io.shearwater.registry.Registry;
import io.shearwater.registry.ShareRecord;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;
import io.shearwater.training.TrainingDatasets;
import java.util.List;
import java.util.Optional;

/** The shares of a project of an embedded store. */
final class EmbeddedShares implements Shares {
    private final StoreParts parts;
    private final io.shearwater.registry.Shares shares;

    EmbeddedShares(StoreParts parts) {
        this.parts = parts;
        this.shares = new io.shearwater.registry.Shares(parts.registry());
    }

    @Override
    public void share(GroupRef group, String project) {
        share(group, project, Optional.empty());
    }

    @Override
    public void share(GroupRef group, String project, List<String> features) {
        share(group, project, Optional.of(features));
    }

    private void share(GroupRef group, String project, Optional<List<String>> features) {
        parts.requireWritable("share a feature group");
        shares.share(group, project, features);
        parts.host().withdrawals().incrementAndGet();
    }

    @Override
    public void unshare(GroupRef group, String project) {
        parts.requireWritable("take back a feature group");
        shares.unshare(group, project);
        parts.host().withdrawals().incrementAndGet();
    }

    @Override
    public void withdraw(GroupRef group, String project) {
        parts.requireWritable("take back a feature group");
        List<String> tags = tags(group, project);
        shares.withdraw(group, project);
        parts.host().withdrawals().incrementAndGet();
        GroupRecord own = parts.registry().group(group);
        tags.forEach(tag -> parts.offline().expiry().untag(own, tag));
    }

    /** What holds states of the group for training data of a project. */
    private List<String> tags(GroupRef group, String project) {
        Registry other = parts.host().registry(project);
        DefinitionKey share = new DefinitionKey(project, Kind.SHARE, group.name(), group.version());
        return other.dependants(share).stream()
                .filter(key -> key.kind() == Kind.FEATURE_VIEW)
                .flatMap(view -> other.dependants(view).stream()
                        .filter(key -> key.kind() == Kind.TRAINING_DATASET)
                        .map(key -> HeldHistory.prefix(project)
                                + TrainingDatasets.tag(new ViewRef(view.name(), view.version()), key.version())))
                .toList();
    }

    @Override
    public List<SharedGroup> given() {
        parts.requireOpen();
        return shares.given().stream().map(EmbeddedShares::shown).toList();
    }

    @Override
    public List<SharedGroup> received() {
        parts.requireOpen();
        return shares.received().stream().map(EmbeddedShares::shown).toList();
    }

    private static SharedGroup shown(ShareRecord share) {
        return new SharedGroup(share.group(), share.owner(), share.reader(), share.features());
    }
}
