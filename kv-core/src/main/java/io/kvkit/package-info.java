/** What applications use: the client and its builder. Floor 4; nothing else in kvkit imports it. */
@NullMarked
package io.kvkit;

import org.jspecify.annotations.NullMarked;
