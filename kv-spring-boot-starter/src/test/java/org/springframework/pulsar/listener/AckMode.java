package org.springframework.pulsar.listener;

/** Stands for the enumeration of Spring for Apache Pulsar, which is known by name only. */
public enum AckMode {
    BATCH,
    RECORD,
    MANUAL
}
