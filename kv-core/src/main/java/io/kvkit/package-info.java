/** The API for applications: the client and its builder. Floor 4; no other package of the core imports it. */
@NullMarked
package io.kvkit;

import org.jspecify.annotations.NullMarked;
