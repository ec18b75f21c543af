/** What kvkit knows about senders of webhooks: where the id of an event is, and how it is signed. */
@NullMarked
package io.kvkit.spring.dedupe.webhook;

import org.jspecify.annotations.NullMarked;
