package io.kvkit.spring.crash;

/**
 * Something that a worker did.
 *
 * @param worker the name of the worker
 * @param point where it was
 * @param key the key of the call, or the name of its operation where the worker does not know the key
 * @param fence the fence of the attempt; 0 where there is none
 * @param attempt the number of the attempt; 0 where there is none
 * @param downstreamKey the key for another system; empty where there is none
 */
record Sight(String worker, String point, String key, long fence, int attempt, String downstreamKey) {

    boolean is(String someWorker, String somePoint, String someKey) {
        return worker.equals(someWorker) && point.equals(somePoint) && key.equals(someKey);
    }
}
