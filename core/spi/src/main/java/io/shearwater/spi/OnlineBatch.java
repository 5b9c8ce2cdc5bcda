package io.shearwater.spi;

import java.util.List;
import java.util.Optional;

/** Changes that are applied together, with the cursor that notes it. */
public record OnlineBatch(List<OnlineMutation> mutations, Optional<Cursor> cursor) {}
