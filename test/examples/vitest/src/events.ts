type Listener<Event> = (event: Event) => void

/** Tells whoever asked what happened, in the order of asking. */
export class EventBus<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>()

  /** Gives back a function that ends the subscription. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    const listeners = this.#listenersOf(name)
    listeners.add(listener)
    const off = (): void => {
      listeners.delete(listener)
    }
    return off
  }

  emit<Name extends keyof Events>(name: Name, event: Events[Name]): number {
    const listeners = this.#listenersOf(name)
    listeners.forEach((listener) => listener(event))
    return listeners.size
  }

  #listenersOf<Name extends keyof Events>(name: Name): Set<Listener<Events[Name]>> {
    const known = this.#listeners.get(name)
    if (known) return known as Set<Listener<Events[Name]>>
    const listeners = new Set<Listener<Events[Name]>>()
    this.#listeners.set(name, listeners)
    return listeners
  }
}
