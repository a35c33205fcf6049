/** An office as an operating system: desks with priorities pass letters on through queues, by way of small methods. */
class Letter {
  constructor(kind, to) {
    this.kind = kind
    this.to = to
    this.stamps = 0
    this.next = null
  }

  appendTo(queue) {
    this.next = null
    if (queue === null) return this
    let last = queue
    while (last.next !== null) last = last.next
    last.next = this
    return queue
  }
}

class Desk {
  constructor(office, id, priority) {
    this.office = office
    this.id = id
    this.priority = priority
    this.inbox = null
    this.waits = false
    this.held = false
  }

  isReady() {
    return !this.held && !this.waits && (this.inbox !== null || this.worksAlone())
  }

  worksAlone() {
    return false
  }

  receive(letter) {
    this.inbox = letter.appendTo(this.inbox)
    this.waits = false
  }

  take() {
    const letter = this.inbox
    if (letter !== null) {
      this.inbox = letter.next
      letter.next = null
    }
    return letter
  }

  work() {
    const letter = this.take()
    if (letter === null) this.waits = true
    else this.handle(letter)
  }

  handle(letter) {
    this.office.send(letter, letter.to)
  }
}

class IdleDesk extends Desk {
  constructor(office, id, rounds) {
    super(office, id, 0)
    this.seed = 1
    this.rounds = rounds
  }

  worksAlone() {
    return this.rounds > 0
  }

  work() {
    this.rounds--
    this.seed = (this.seed & 1) === 0 ? this.seed >> 1 : (this.seed >> 1) ^ 0xd008
    this.office.hold((this.seed & 1) + 3, this.seed % 5 === 0)
  }
}

class StampDesk extends Desk {
  handle(letter) {
    letter.stamps++
    this.office.count++
    this.office.send(letter, letter.stamps % 2 === 0 ? letter.to : 2)
  }
}

class Courier extends Desk {
  handle(letter) {
    if (letter.kind === 'express') letter.to = letter.to === 3 ? 4 : 3
    this.office.send(letter, 1)
  }
}

class Office {
  constructor(rounds) {
    this.count = 0
    this.desks = [new IdleDesk(this, 0, rounds), new StampDesk(this, 1, 10), new Desk(this, 2, 20)]
    this.desks.push(new Courier(this, 3, 30), new Courier(this, 4, 40))
  }

  send(letter, to) {
    this.desks[to].receive(letter)
  }

  hold(id, held) {
    this.desks[id].held = held
  }

  run() {
    for (let desk = this.next(); desk !== null; desk = this.next()) {
      desk.work()
      if (this.desks[0].isReady()) this.desks[0].work()
      else return this.count
    }
    return this.count
  }

  next() {
    let best = null
    for (const desk of this.desks) {
      if (desk.isReady() && (best === null || desk.priority > best.priority)) best = desk
    }
    return best
  }
}

module.exports = () => {
  const office = new Office(160_000)
  for (let index = 0; index < 12; index++) {
    office.send(new Letter(index % 3 === 0 ? 'express' : 'plain', 3 + (index % 2)), 1)
  }
  return office.run()
}
