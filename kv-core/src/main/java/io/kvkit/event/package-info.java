/** Events and their listeners: one type of event and one type of listener for everything. Floor 0. */
@NullMarked
package io.kvkit.event;

import org.jspecify.annotations.NullMarked;
