/** What {@code @DedupeEvent} needs of Spring for Apache Kafka. Loaded only if it is on the class path. */
@NullMarked
package io.kvkit.spring.dedupe.kafka;

import org.jspecify.annotations.NullMarked;
