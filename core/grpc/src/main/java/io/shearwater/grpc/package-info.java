/** gRPC and Arrow Flight, at one port: asks the gate, and calls the API. */
@NullMarked
package io.shearwater.grpc;

import org.jspecify.annotations.NullMarked;
